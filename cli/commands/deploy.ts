import type { Environment } from "../../config/model.ts";
import { changedFiles, readText } from "../declared/change.ts";
import { configsAfter } from "../declared/checked.ts";
import { refuseHeld } from "../declared/hold.ts";
import { versionEdits } from "../delivered/change-version.ts";
import { deliver, type Delivered, type DeliverPorts } from "../delivered/deliver.ts";
import { proposeChange } from "../delivered/propose.ts";
import type { PullRequest } from "../delivered/pull-request.ts";
import { clusterSteps, type DeliverySteps } from "../delivered/steps.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import { everyService, servicesNamed } from "../stack-config.ts";
import type { TargetOptions } from "../target.ts";

/** Options of verbs that bring something to a cluster. */
export interface DeliveryOptions extends TargetOptions {
  /** Also apply what changes beyond the named Applications. */
  readonly platform?: boolean;
  readonly commit?: boolean;
  /** Open a pull request instead; no cluster is touched. */
  readonly pr?: boolean;
  readonly push?: boolean;
  /** @default 300 */
  readonly timeoutSeconds?: number;
}

export interface DeployOptions extends DeliveryOptions {
  /** Absent: what is declared. */
  readonly version?: string;
  /** `sha256:…` of the image. */
  readonly digest?: string;
}

/** What came of a change: it was delivered, or proposed. */
export interface DeployResult {
  readonly delivered?: Delivered;
  readonly pullRequest?: PullRequest;
}

/**
 * Brings a version of a service to an environment, or what is declared there already.
 *
 * @param service name of a service, or `all`.
 * @throws CliError, exit code 2 when nothing was changed; otherwise with the reason and what to do next.
 */
export async function deploy(
  environment: Environment,
  service: string,
  options: DeployOptions,
  ports: DeliverPorts,
  repository: Repository = { root },
  steps: DeliverySteps = clusterSteps,
): Promise<DeployResult> {
  const { version, digest, pr = false } = options;
  const { [environment]: config } = configsAfter([], [environment], repository.root);
  const services = servicesNamed(config, service).map(({ name }) => name);
  refuseUseless(service, options);
  if (version === undefined && digest === undefined) {
    const again = `./msa deploy ${environment} ${service}`;
    const request = { environment, services, ...deliveryOf(options), again };
    return { delivered: await deliver(request, ports, repository, steps) };
  }
  refuseHeld(config, services);
  const stackText = readText(repository.root, `Pulumi.${environment}.yaml`);
  const wanted = services.map((name) => ({ service: name, version, digest }));
  const change = {
    subject: subjectOf(environment, service, { version, digest }),
    files: [versionEdits(environment, stackText, wanted)],
  };
  configsAfter(changedFiles(change, repository.root), [environment], repository.root);
  if (pr) {
    const request = { environment, change, verb: "deploy" };
    return { pullRequest: await proposeChange(request, ports, repository) };
  }
  const again = againOf(environment, service, options);
  const request = { environment, change, services, ...deliveryOf(options), again };
  return { delivered: await deliver(request, ports, repository, steps) };
}

/** What `deliver` takes of a verb's options. */
export function deliveryOf({
  local,
  context,
  platform,
  commit,
  push,
  timeoutSeconds,
}: DeliveryOptions) {
  return {
    targetOptions: { local, context },
    platform: platform === true,
    commit: commit === true,
    push: push === true,
    timeoutSeconds,
  };
}

type Wanted = Pick<DeployOptions, "version" | "digest">;

function subjectOf(environment: Environment, service: string, { version, digest }: Wanted): string {
  const what = version ?? `the image ${digest?.slice(0, 19) ?? ""}`;
  const who = service === everyService ? "every service at" : service;
  return `Deploy ${who} ${what} to ${environment}`;
}

function againOf(
  environment: Environment,
  service: string,
  { version, digest, platform, commit, push }: DeployOptions,
): string {
  const parts = [
    `./msa deploy ${environment} ${service}`,
    ...(version === undefined ? [] : [`--version ${version}`]),
    ...(digest === undefined ? [] : [`--digest ${digest}`]),
    ...(platform === true ? ["--platform"] : []),
    ...(commit === true ? ["--commit"] : []),
    ...(push === true ? ["--push"] : []),
  ];
  return parts.join(" ");
}

function refuseUseless(service: string, { version, digest, commit, pr }: DeployOptions): void {
  if (digest !== undefined && service === everyService) {
    throw new CliError(
      "--digest: names the image of one service (found all). Deploy that one: ./msa deploy <environment> <service> --digest <digest>",
      exitCodes.badInput,
    );
  }
  const changes = version !== undefined || digest !== undefined;
  for (const [flag, isSet] of [["--commit", commit] as const, ["--pr", pr] as const]) {
    if (changes || isSet !== true) continue;
    throw new CliError(
      `${flag}: there is no change to put on a branch (found neither --version nor --digest). ` +
        "Add one, or leave it out to bring what is declared.",
      exitCodes.badInput,
    );
  }
}
