import type { Config, Environment } from "../../config/model.ts";
import { changedFiles, readText, writeFiles, type Change } from "../declared/change.ts";
import { configsAfter } from "../declared/checked.ts";
import { entryPath } from "../declared/place-in-file.ts";
import { chooseRevision, rolledBackFrom } from "../delivered/choose-revision.ts";
import { deliver, type Delivered, type DeliverPorts } from "../delivered/deliver.ts";
import { catalogueIn, entryEdits, entryOf, servicesIn } from "../delivered/entry.ts";
import { goingOn } from "../delivered/going-on.ts";
import { nameOfPerson } from "../delivered/identity.ts";
import { proposeChange } from "../delivered/propose.ts";
import type { PullRequest } from "../delivered/pull-request.ts";
import { revisionsOf, type Revision } from "../delivered/revisions.ts";
import { clusterSteps, type DeliverySteps } from "../delivered/steps.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Repository } from "../git.ts";
import { root } from "../paths.ts";
import { serviceNamed } from "../stack-config.ts";
import { optionsOf } from "../target.ts";
import { deliveryOf, type DeliveryOptions } from "./deploy.ts";

export interface RollbackOptions extends DeliveryOptions {
  /** Number or commit. @default the newest verified one before what is declared */
  readonly revision?: string;
  /** Write the Application to the cluster first, and let the engine agree afterwards. */
  readonly now?: boolean;
}

/** Where a service was taken back to, and how. */
export interface RollbackResult {
  readonly revision: Revision;
  readonly delivered?: Delivered;
  readonly pullRequest?: PullRequest;
}

/**
 * Takes a service back to a revision that ran as declared, as a change of what is declared, and holds it
 * there until somebody releases it. Argo CD's own rollback would be undone by its next sync.
 *
 * @throws CliError, exit code 2 when nothing was changed; otherwise with what to do next.
 */
export async function rollback(
  environment: Environment,
  service: string,
  options: RollbackOptions,
  ports: DeliverPorts,
  repository: Repository = { root },
  steps: DeliverySteps = clusterSteps,
): Promise<RollbackResult> {
  if (options.now === true && options.pr === true) {
    throw new CliError(
      "--now: changes the cluster at once, and --pr changes nothing there. Leave one of the two out.",
      exitCodes.badInput,
    );
  }
  const { [environment]: config } = configsAfter([], [environment], repository.root);
  const name = serviceNamed(config, service);
  const { revision, change } = await plannedChange(repository, config, name, options.revision);
  configsAfter(changedFiles(change, repository.root), [environment], repository.root);
  if (options.pr === true) {
    const request = { environment, change, verb: "rollback" };
    return { revision, pullRequest: await proposeChange(request, ports, repository) };
  }
  const request = {
    ...{ environment, change, services: [name], mayBeHeld: [name] },
    ...deliveryOf(options),
    again: againOf(environment, name, revision, options),
  };
  if (options.now !== true) {
    return { revision, delivered: await deliver(request, ports, repository, steps) };
  }
  const delivered = await atOnce({ request, config, name }, { ports, repository, steps });
  return { revision, delivered };
}

interface Rollback {
  readonly revision: Revision;
  readonly change: Change;
}

async function plannedChange(
  repository: Repository,
  config: Config,
  service: string,
  asked: string | undefined,
): Promise<Rollback> {
  const { environment } = config;
  const file = `Pulumi.${environment}.yaml`;
  const stackText = readText(repository.root, file);
  const catalogue = catalogueIn(readText(repository.root, "Pulumi.yaml"));
  const now = entryOf({ services: servicesIn(stackText), catalogue }, service) ?? { version: "" };
  const hold = config.services.find(({ name }) => name === service)?.hold;
  const revisions = await revisionsOf(repository, environment, service);
  const revision = chooseRevision({ environment, service, revisions, now, hold }, asked);
  const edits = entryEdits(file, stackText, { service, wanted: revision.entry });
  const isThere = edits.length === 0 && hold !== undefined;
  const newHold = {
    path: [...entryPath(file, stackText, service), "hold"],
    value: {
      reason: `${rolledBackFrom}${now.version}`,
      by: onOneLine(await nameOfPerson(repository)),
      since: new Date().toISOString(),
    },
  };
  const subject = `Roll ${service} back to ${revision.version} in ${environment}`;
  return {
    revision,
    change: { subject, files: [{ file, edits: isThere ? [] : [...edits, newHold] }] },
  };
}

/** Longest name that a hold takes (config/schema/hold.ts). */
const longestPerson = 100;

function onOneLine(name: string): string {
  return name.replace(/\s+/g, " ").trim().slice(0, longestPerson);
}

function againOf(
  environment: Environment,
  service: string,
  { number }: Revision,
  { commit, push, platform }: RollbackOptions,
): string {
  const parts = [
    `./msa rollback ${environment} ${service} ${String(number)}`,
    ...(platform === true ? ["--platform"] : []),
    ...(commit === true ? ["--commit"] : []),
    ...(push === true ? ["--push"] : []),
  ];
  return parts.join(" ");
}

interface AtOnce {
  readonly request: Parameters<typeof deliver>[0] & { readonly change: Change };
  readonly config: Config;
  readonly name: string;
}

interface Means {
  readonly ports: DeliverPorts;
  readonly repository: Repository;
  readonly steps: DeliverySteps;
}

/** First the Application on the cluster, then the working tree, then the engine, which finds it so. */
async function atOnce({ request, config, name }: AtOnce, means: Means): Promise<Delivered> {
  const { ports, repository, steps } = means;
  const { environment, change, targetOptions } = request;
  const files = changedFiles(change, repository.root);
  const target = await steps.find(environment, targetOptions);
  const set = await ports.progress.step("Reading what that revision declares", () =>
    steps.prepare(target, files, { service: name, config }),
  );
  ports.show({ files, lines: [`set Application ${name}`] });
  const question = `Set ${name} of ${environment} on context "${target.context}" now?`;
  if (!(await ports.confirm(question))) {
    throw new CliError(`${environment}: not confirmed. Nothing was changed.`);
  }
  await set();
  writeFiles(files, repository.root);
  const { [environment]: after } = configsAfter([], [environment], repository.root);
  await goingOn(`${request.again}${optionsOf(targetOptions)}`, (interruptible) =>
    interruptible(steps.wait(target, after, { services: [name] }, ports.progress)),
  );
  ports.progress.line(`${name} is back; the engine's state follows.`);
  return agreed(request, { ...means, ports: { ...ports, confirm: () => Promise.resolve(true) } });
}

async function agreed(
  request: AtOnce["request"],
  { ports, repository, steps }: Means,
): Promise<Delivered> {
  try {
    return await deliver(request, ports, repository, steps);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(
      `The cluster and the stack file are rolled back, and the engine's state does not say so yet. ${error.message}\n` +
        `When that is cleared up: ${request.again}${optionsOf(request.targetOptions)}`,
    );
  }
}
