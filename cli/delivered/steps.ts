import type { Config, Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { resultLine } from "../../verify/checks/check-service.ts";
import { applyChanges } from "../apply.ts";
import { verify } from "../commands/verify.ts";
import type { ChangedFile } from "../declared/change.ts";
import type { Changes, Run } from "../engine-run.ts";
import { CliError } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { writeRunFiles } from "../local-run.ts";
import { refuseOtherCluster } from "../preflight/same-cluster.ts";
import { refuseMissing } from "../secrets/needs.ts";
import { localOf, optionOf } from "../secrets/place.ts";
import { configOf } from "../stack-config.ts";
import type { ServiceStatus } from "../status/model.ts";
import type { LiveObjects } from "../status/objects.ts";
import { readLive } from "../status/read-live.ts";
import { isSettled } from "../status/settled.ts";
import { statusOf } from "../status/status.ts";
import { findTarget, type Target, type TargetOptions } from "../target.ts";
import { waitForApplications } from "../wait-for-applications.ts";
import { planDelivery } from "./plan.ts";
import { declaredApplication, setApplication } from "./set-application.ts";

/** For which services a delivery waits, and how long. */
export interface Waiting {
  readonly services: readonly string[];
  /** @default 300 */
  readonly timeoutSeconds?: number;
}

/** What is live, and the same by service. */
export interface Live extends Pick<LiveObjects, "applications"> {
  readonly rows: readonly ServiceStatus[];
}

/** What a delivery does with the engine and the cluster, one step after the other. */
export interface DeliverySteps {
  /** Finds the cluster; refuses, before a preview costs its time, what cannot be applied there. */
  readonly find: (environment: Environment, options: TargetOptions) => Promise<Target>;
  readonly plan: (
    target: Target,
    files: readonly ChangedFile[],
    progress: Progress,
  ) => Promise<Run>;
  /**
   * Works out the Application of a service as the changed files declare it.
   *
   * @returns writes it to the cluster.
   */
  readonly prepare: (
    target: Target,
    files: readonly ChangedFile[],
    about: { readonly service: string; readonly config: Config },
  ) => Promise<() => Promise<void>>;
  /** Applies what the working tree declares; the plan is of the same texts. */
  readonly apply: (target: Target, plan: Run, progress: Progress) => Promise<Changes>;
  /** Until each of the services is Synced and Healthy with what is declared. */
  readonly wait: (
    target: Target,
    config: Config,
    waiting: Waiting,
    progress: Progress,
  ) => Promise<void>;
  /** Asks the services themselves, where they can be reached; says what was looked at. */
  readonly verify: (
    target: Target,
    config: Config,
    services: readonly string[],
  ) => Promise<readonly string[]>;
  readonly read: (target: Target, config: Config) => Promise<Live>;
}

/** On the cluster of the target. */
export const clusterSteps: DeliverySteps = {
  find: async (environment, options) => {
    const target = await findTarget(environment, options);
    refuseMissing(target);
    return target;
  },
  plan: planDelivery,
  prepare: async (target, files, { service }) => {
    const kube = kubeConfigFor(target);
    // Its own stack file says which cluster it is; the committed one does not know a local one.
    const own = configOf(target.environment, target.stackFile);
    await refuseOtherCluster(kube, own.cluster);
    const application = await declaredApplication(target, files, { service, config: own });
    return () => setApplication(kube, application);
  },
  apply: (target, plan, progress) => {
    const { environment, folder } = target;
    if (folder !== undefined) writeRunFiles(folder, environment, localOf(folder));
    const { adopt } = configOf(environment, target.stackFile);
    return applyChanges(target, { adopt, plan }, progress);
  },
  wait: waitFor,
  verify: verified,
  read: readNow,
};

async function waitFor(
  target: Target,
  config: Config,
  { services, timeoutSeconds = 300 }: Waiting,
  progress: Progress,
): Promise<void> {
  const named = config.services.filter(({ name }) => services.includes(name));
  try {
    await progress.step("Waiting for the Applications", (tell) =>
      waitForApplications(
        kubeConfigFor(target),
        { ...config, services: named },
        { tell, timeoutSeconds },
      ),
    );
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(`${error.message}\n${await wayBack(target, config, services)}`);
  }
}

/** The commands that take back the services that did not come. */
async function wayBack(
  target: Target,
  config: Config,
  services: readonly string[],
): Promise<string> {
  const live = await readNow(target, config).catch(() => undefined);
  const settled = new Set(
    live?.applications.filter(isSettled).map(({ metadata }) => metadata.name),
  );
  const lost = config.services.filter(
    ({ name, applicationName }) => services.includes(name) && !settled.has(applicationName),
  );
  const option = optionOf(target);
  return [
    "Go back to what was verified before:",
    ...lost.map(({ name }) => `  ./msa rollback ${config.environment} ${name} ${option}`.trimEnd()),
  ].join("\n");
}

async function verified(
  { kind, environment }: Target,
  _: Config,
  services: readonly string[],
): Promise<readonly string[]> {
  const settled = "Synced and Healthy with what is declared";
  if (kind === "local") return [`${settled}; pods are simulated, so nothing else can be said`];
  if (kind === "context") return [`${settled}; its public addresses do not lead there`];
  const results = await verify(environment, { services });
  const bad = results.filter(({ ok }) => !ok);
  if (bad.length > 0) {
    throw new CliError(
      [
        `verify: ${String(bad.length)} of ${String(results.length)} answers are not as they should be:`,
        ...bad.map((result) => `  ${resultLine(result)}`),
        "What runs is not recorded as verified. Go back, or correct the cause:",
        ...[...new Set(bad.map(({ service }) => service))].map(
          (service) => `  ./msa rollback ${environment} ${service}`,
        ),
      ].join("\n"),
    );
  }
  return [settled, ...results.map(resultLine)];
}

async function readNow(target: Target, config: Config): Promise<Live> {
  const { addons, namespace } = config;
  const live = await readLive(kubeConfigFor(target), {
    argoNamespace: addons.argoCd.namespace,
    namespace,
  });
  return { applications: live.applications, rows: statusOf(config, live) };
}
