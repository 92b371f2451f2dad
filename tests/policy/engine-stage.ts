import { join } from "node:path";

import type { Environment } from "../../config/model.ts";
import { startCluster, stopCluster, type Cluster } from "../../toolchain/cluster/cluster.ts";
import { assembleStandIns } from "../../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { specOf } from "../toolchain/cluster/test-cluster.ts";
import { makeCheckout, type Checkout, type Ended } from "../support/checkout.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { plainPulumi } from "../support/plain-pulumi.ts";
import { root, tool } from "../support/tools.ts";

/** A copy of the project, an empty real control plane, and the real engine with the pack. */
export interface EngineStage {
  readonly checkout: Checkout;
  readonly cluster: Pick<LocalCluster, "auditLog" | "core" | "objects">;
  /** Folder with the stand-ins as charts, for `./msa policy check --charts`. */
  readonly chartFolder: string;
  pulumi(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  remove(): Promise<void>;
}

/** Starts the stage; every stack of the checkout is pinned to the one empty cluster. */
export async function engineStage(environments: readonly Environment[]): Promise<EngineStage> {
  const checkout = makeCheckout();
  const box = toolbox(root);
  const chartFolder = join(checkout.folder, "home", "stand-ins");
  const charts = await assembleStandIns({
    source: join(root, "tests/fixtures/charts"),
    values: join(root, "tests/fixtures/chart-values"),
    crdsFolder: box.crdsFolder,
    target: chartFolder,
  });
  // Where a local run has its cluster, so that everything that looks for one finds it.
  const folder = join(checkout.folder, ".msa/local/development/cluster");
  const spec = specOf("development", {
    folder,
    charts: [join(checkout.folder, "charts/microservice"), ...charts],
  });
  const remove = async (): Promise<void> => {
    await stopCluster(folder);
    await checkout.remove();
  };
  try {
    const cluster: Cluster = await startCluster(spec, () => undefined);
    const live = localCluster(checkout.folder, "development");
    prepare(checkout, environments, cluster);
    return { checkout, cluster: live, chartFolder, pulumi: pulumiIn(checkout), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function prepare(
  checkout: Checkout,
  environments: readonly Environment[],
  { chartRepository: repository, context, uid }: Cluster,
): void {
  checkout.edit(
    "Pulumi.yaml",
    /( +)services: (https:\S+)\n/,
    `$1services: $2\n$1mirror: ${repository}\n`,
  );
  for (const name of environments) {
    checkout.edit(`Pulumi.${name}.yaml`, 'uid: ""', `uid: ${uid}`);
    checkout.edit(`Pulumi.${name}.yaml`, /context: \w+/, `context: ${context}`);
  }
}

function pulumiIn(checkout: Checkout): EngineStage["pulumi"] {
  const home = join(checkout.folder, "home");
  const env = {
    ...plainPulumi,
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    KUBECONFIG: join(checkout.folder, ".msa/local/development/cluster/kubeconfig"),
  };
  return (args, more = {}) =>
    checkout.run(tool("pulumi"), [...args, "--color", "never", "--non-interactive"], {
      ...env,
      ...more,
    });
}
