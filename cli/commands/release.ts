import semver from "semver";

import type { Config, Environment, Image } from "../../config/model.ts";
import { changedFiles, readText, writeFiles, type Change } from "../declared/change.ts";
import { configsAfter } from "../declared/checked.ts";
import { refuseHeld } from "../declared/hold.ts";
import { versionEdits } from "../delivered/change-version.ts";
import { planCommit, type Committed } from "../delivered/commit.ts";
import type { DeliverPorts } from "../delivered/deliver.ts";
import { proposeChange } from "../delivered/propose.ts";
import type { PullRequest } from "../delivered/pull-request.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import { pushImage } from "../release/push-image.ts";
import { manifestDigest, nameOf, type RegistryAccount } from "../release/registry.ts";
import { serviceOf } from "../stack-config.ts";

export interface ReleaseOptions {
  /** Exact version; the tag of the image. */
  readonly version: string;
  readonly environment: Environment;
  /**
   * `sha256:…` that the tag must have, or a tar file with the image, which is pushed. Absent: whichever the
   * tag has is recorded.
   */
  readonly image?: string;
  /** Put it on the environment's branch. */
  readonly commit?: boolean;
  /** Push that branch. */
  readonly push?: boolean;
  /** Open a pull request instead. */
  readonly pr?: boolean;
  /** Login of the registry. @default nobody's */
  readonly account?: RegistryAccount;
}

export interface Released {
  readonly service: string;
  readonly environment: Environment;
  readonly version: string;
  /** `<registry>/<repository>:<tag>`. */
  readonly image: string;
  /** Digest that the tag has in the registry, and that is declared. */
  readonly digest: string;
  /** Files of the working tree that were written. */
  readonly written: readonly string[];
  readonly committed?: Committed;
  readonly pullRequest?: PullRequest;
}

/**
 * Declares a version of a service in one environment, once its image is known to be in the registry; the
 * image's digest is declared with it, so that exactly these bytes run. No cluster is touched: what runs
 * follows by the environment's branch, or by `./msa deploy`.
 *
 * @throws CliError, exit code 2, when the version, the service or the image is wrong or the service is held.
 */
export async function release(
  service: string,
  options: ReleaseOptions,
  ports: Pick<DeliverPorts, "show" | "confirm">,
  repository: Repository = { root },
): Promise<Released> {
  const { version, environment } = options;
  refuseVersion(version);
  refuseBoth(options);
  const { [environment]: config } = configsAfter([], [environment], repository.root);
  const { image } = imageIn(config, service);
  refuseHeld(config, [service]);
  const { name, digest } = await published(image, options, ports);
  const stackText = readText(repository.root, `Pulumi.${environment}.yaml`);
  const change = {
    subject: `Release ${service} ${version} to ${environment}`,
    files: [versionEdits(environment, stackText, [{ service, version, digest }])],
  };
  configsAfter(changedFiles(change, repository.root), [environment], repository.root);
  const done = { service, environment, version, image: name, digest };
  return {
    ...done,
    ...(await put(change, { ...options, name: `${name}@${digest}` }, ports, repository)),
  };
}

/** The registry's login in the environment; absent without one. */
export function accountIn(variables: NodeJS.ProcessEnv): RegistryAccount | undefined {
  const { REGISTRY_USER: user = "", REGISTRY_PASSWORD: password = "" } = variables;
  return user === "" || password === "" ? undefined : { user, password };
}

/** Where a change is put, and the image it is about. */
type Putting = ReleaseOptions & { readonly name: string };

async function put(
  change: Change,
  { environment, name, commit, push = false, pr }: Putting,
  ports: Pick<DeliverPorts, "show" | "confirm">,
  repository: Repository,
): Promise<Pick<Released, "written" | "committed" | "pullRequest">> {
  if (pr === true) {
    const body = `${change.subject}.\n\nImage: \`${name}\`\n\nMade by \`./msa release\`.`;
    const request = { environment, change, verb: "release", body };
    return { written: [], pullRequest: await proposeChange(request, ports, repository) };
  }
  const planned =
    commit === true ? await planCommit(change, environment, repository, { push }) : undefined;
  const files = planned?.files ?? changedFiles(change, repository.root);
  ports.show({ files, lines: [] });
  const question = planned === undefined ? "Write it?" : `Commit it on ${planned.branch}?`;
  if (files.length > 0 && !(await ports.confirm(question))) {
    throw notConfirmed(environment);
  }
  if (planned !== undefined) return { written: [], committed: await planned.make() };
  writeFiles(files, repository.root);
  return { written: files.map(({ file }) => file) };
}

/** The image under its tag, with the digest that the registry says it has. */
async function published(
  { registry, repository }: Image,
  { version, image, account }: ReleaseOptions,
  { confirm }: Pick<DeliverPorts, "confirm">,
): Promise<{ name: string; digest: string }> {
  const place = { registry, repository, reference: version };
  const name = nameOf(place);
  const isFile = image !== undefined && !/^sha256:[0-9a-f]{64}$/.test(image);
  if (isFile) {
    if (!(await confirm(`Push ${image} as ${name}?`))) throw notConfirmed(version);
    return { name, digest: await pushImage(image, place, account) };
  }
  const digest = await manifestDigest(place, account);
  if (digest === undefined) {
    throw new CliError(
      `image ${name}: is not in the registry (HTTP 404). Push it first, or give it as a file with --image.`,
      exitCodes.badInput,
    );
  }
  if (image === undefined || image === digest) return { name, digest };
  throw new CliError(
    `--image: is not what the tag stands for (found ${image}; ${name} is ${digest}). ` +
      "A tag that was moved is not released: choose a new version.",
    exitCodes.badInput,
  );
}

/** An image that was pushed before stays, and may be declared by the same command again. */
function notConfirmed(what: string): CliError {
  return new CliError(`${what}: not confirmed. Nothing was declared.`);
}

function imageIn(config: Config, service: string): Config["services"][number] {
  const found = serviceOf(config, service);
  if (found.usesPlatformChart) return found;
  throw new CliError(
    `service: ${found.name} has a chart of its own, whose image is not known here. ` +
      "Change its version in the stack file, or the chart's in Pulumi.yaml.",
    exitCodes.badInput,
  );
}

function refuseVersion(version: string): void {
  const bare = version.trim().replace(/^v/i, "");
  if (semver.valid(version) === version) return;
  throw new CliError(
    `--version: must be an exact version such as 1.4.2, without a build part (found "${version}").` +
      (semver.valid(bare) === bare ? ` Use ${bare}.` : ""),
    exitCodes.badInput,
  );
}

function refuseBoth({ commit, push, pr }: ReleaseOptions): void {
  if (pr === true && commit === true) {
    throw new CliError("--pr: cannot go with --commit. Choose one.", exitCodes.badInput);
  }
  if (push !== true || commit === true) return;
  throw new CliError("--push: needs --commit. Add it, or leave --push out.", exitCodes.badInput);
}
