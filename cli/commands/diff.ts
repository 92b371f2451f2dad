import type { Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { serviceDifferences, type ServiceDifferences } from "../operate/argo-differences.ts";
import { engineDifferences, type EngineDifferences } from "../operate/engine-differences.ts";
import { withNextRun } from "../operate/next-run.ts";
import { operated, type Operated } from "../operate/operated.ts";
import { configOf } from "../stack-config.ts";
import { readLive, whereLive } from "../status/read-live.ts";
import type { TargetOptions } from "../target.ts";

/** In what the working tree's declaration and the cluster differ. */
export interface DiffFound {
  readonly environment: Environment;
  readonly pulumi: EngineDifferences;
  /** Services of which something live is not as their Application says. */
  readonly services: readonly ServiceDifferences[];
}

/**
 * Compares what is declared with what is live, at both depths: the engine reads every object again and says
 * what it would change; of each service Argo CD says what differs from its chart and values. Changes nothing.
 *
 * @throws CliError when a file is wrong, or the state or the cluster cannot be read: that is not the same as
 * no difference.
 */
export async function diff(
  environment: Environment,
  options: TargetOptions,
  progress: Progress,
): Promise<DiffFound> {
  const on = await operated(environment, options);
  const pulumi = await withNextRun(on.target, async (target) => {
    // A mistake in a file is told before the engine begins.
    configOf(environment, target.stackFile);
    const { openEngine } = await import("../engine.ts");
    const engine = await openEngine(target, (line) => {
      progress.line(line);
    });
    return engineDifferences(engine, progress);
  });
  const services = await progress.step("Asking Argo CD what differs", () => ofServices(on));
  return { environment, pulumi, services };
}

async function ofServices({ kube, config }: Operated): Promise<readonly ServiceDifferences[]> {
  const { applications } = await readLive(kube, whereLive(config));
  const all = await Promise.all(
    config.services.map((service) => {
      const name = service.applicationName;
      const application = applications.find(({ metadata }) => metadata.name === name);
      return serviceDifferences(kube, service, application);
    }),
  );
  return all.filter(({ sync, objects }) => sync !== "Synced" || objects.length > 0);
}

/** True when cluster and declaration agree. */
export function isSame({ pulumi, services }: DiffFound): boolean {
  return pulumi.lines.length + pulumi.byHand.length + services.length === 0;
}
