import type { KubeConfig } from "@kubernetes/client-node";

import { asThere } from "../../config/as-there.ts";
import { addonOfRelease } from "../../config/platform-model.ts";
import type { Chart, Config, Environment, PlatformRelease } from "../../config/model.ts";
import { demoImage, demoPort, serveChart } from "../demo/serve-chart.ts";
import { CliError, exitCodes } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { identityOf } from "../operate/cluster-identity.ts";
import { configOfRun, writeRunFiles } from "../local-run.ts";
import { chartProblem } from "../preflight/chart-reachable.ts";
import {
  addonsWithoutKinds,
  missingAddons,
  type MissingAddon,
} from "../preflight/cluster-kinds.ts";
import { imageProblem } from "../preflight/image-reachable.ts";
import { refuseMissing } from "../secrets/needs.ts";
import { runTarget } from "../secrets/place.ts";
import { prepareToolchain } from "../toolchain.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { configOf } from "../stack-config.ts";
import { contextRunFolder } from "../target.ts";
import { applyAndWait, type UpOptions, type UpResult } from "./up.ts";

export interface UpOnContextOptions extends Omit<UpOptions, "metrics"> {
  /** Context of the person's own kubeconfig. */
  readonly context: string;
  /** A public sample image, the chart served from the cluster, missing add-ons left out. */
  readonly demo?: boolean;
}

/**
 * Brings an environment up on the person's own cluster, with its state in the ignored folder. Nothing is
 * installed on this machine.
 *
 * @throws CliError before anything is written when the cluster, a chart or an image cannot be reached.
 */
export async function upOnContext(
  environment: Environment,
  options: UpOnContextOptions,
  progress: Progress,
): Promise<UpResult> {
  const { context } = options;
  configOf(environment);
  refuseMissing(runTarget(environment, context));
  const kube = kubeConfigFor({ context });
  const uid = await progress.step(`Asking the cluster of context "${context}"`, () =>
    identityOf(kube, context),
  );
  const local = {
    context,
    uid,
    ...(options.adopt !== undefined && { adopt: [...options.adopt] }),
  };
  const config = configOfRun(environment, local);
  const missing = await missingAddons(
    kube, // A demo installs nothing: what it uses must be there.
    demo(options) ? asThere(config.addons) : config.addons,
  );
  refuseWithoutArgo(missing);
  if (!demo(options)) {
    await progress.step("Checking charts and images", () => preflight(config, missing, context));
  }
  // Only now: building tools may take minutes, and everything before needs none.
  await prepareToolchain("context", progress);
  const forDemo = demo(options) ? await prepareDemo(kube, missing, progress) : {};
  const folder = contextRunFolder(environment, context);
  const stackFile = writeRunFiles(folder, environment, { ...local, ...forDemo });
  return applyAndWait(
    { environment, kind: "context", folder, context, stackFile },
    options,
    progress,
  );
}

function demo(options: UpOnContextOptions): boolean {
  return options.demo === true;
}

async function prepareDemo(kube: KubeConfig, missing: readonly MissingAddon[], progress: Progress) {
  for (const { addon, kinds } of missing) {
    progress.line(`Left out: ${addon} (the cluster does not know ${kinds.join(", ")}).`);
  }
  const chartsMirror = await progress.step("Serving the chart from the cluster", () =>
    serveChart(kube),
  );
  return {
    chartsMirror,
    demo: { image: demoImage, port: demoPort, withoutAddons: leftOut(missing) },
  };
}

/** Add-ons that the demo does without: those the cluster lacks, and those nobody can see whether it has. */
function leftOut(missing: readonly MissingAddon[]): MissingAddon["addon"][] {
  const lacking = missing.map(({ addon }) => addon);
  return [...lacking, ...addonsWithoutKinds.filter((addon) => !lacking.includes(addon))];
}

function refuseWithoutArgo(missing: readonly MissingAddon[]): void {
  const argo = missing.find(({ addon }) => addon === "argoCd");
  if (argo !== undefined) {
    throw new CliError(
      `addons.argoCd: Argo CD is not on the cluster (not found: ${argo.kinds.join(", ")}). ` +
        "Install it first: https://argo-cd.readthedocs.io/en/stable/getting_started/",
      exitCodes.badInput,
    );
  }
}

/** Everything that would only fail later, inside the cluster, found before anything is written. */
async function preflight(
  config: Config,
  missing: readonly MissingAddon[],
  context: string,
): Promise<void> {
  const unknown = missing.map(
    ({ addon, kinds }) =>
      `addons.${addon}: is not on the cluster (not found: ${kinds.join(", ")}). ` +
      "Install it, let this stack do it (install: true), or do without (enabled: false).",
  );
  const all = [...config.services.map(({ chart }) => chart), ...installedCharts(config)];
  const charts = new Map(all.map((chart) => [JSON.stringify(chart), chart]));
  const unreachable = await Promise.all([
    ...[...charts.values()].map((chart) => chartProblem(chart)),
    ...config.services.map(({ image }) => imageProblem(image)),
  ]);
  const problems = [...unknown, ...unreachable.filter((problem) => problem !== undefined)];
  if (problems.length > 0) {
    throw new CliError(
      [
        `${config.environment} cannot come up on context "${context}" (${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, seen from this machine):`,
        ...problems.map((problem) => `  ${problem}`),
        "Nothing was written. Try the platform without them, with a public sample image:",
        `  make up ENV=${config.environment} CONTEXT=${context} DEMO=1`,
      ].join("\n"),
      exitCodes.badInput,
    );
  }
}

/** Charts of the releases that this stack installs. */
function installedCharts({ addons, platform }: Config): Chart[] {
  return Object.entries(platform.charts)
    .filter(([release]) => addons[addonOfRelease[release as PlatformRelease]]?.install === true)
    .map(([, chart]) => chart);
}
