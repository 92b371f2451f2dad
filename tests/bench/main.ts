import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Target } from "../../cli/target.ts";
import { medianOfThree, measure, type Measured } from "./measure.ts";

// `make bench`: everything in one run on one machine, so that the ratios can be compared between machines.

const folder = mkdtempSync(join(tmpdir(), "msa-bench-"));
process.env.MSA_LOCAL_FOLDER = join(folder, "local");

// Read only now: the modules take the folder when they are loaded.
const { engineEnvironment } = await import("../../cli/engine-environment.ts");
const { openEngine } = await import("../../cli/engine.ts");
const { writeRunFiles } = await import("../../cli/local-run.ts");
const { root } = await import("../../cli/paths.ts");
const { clusterFolder, localRunFolder } = await import("../../cli/target.ts");
const { benchPreview } = await import("./preview.ts");
const { environments } = await import("../../config/model.ts");
const { readCluster } = await import("../../toolchain/cluster/cluster.ts");
const { toolbox } = await import("../../toolchain/toolbox.ts");

const tools = toolbox(root);
const msa = join(root, "msa");
const own = { cwd: root, env: process.env };

function print(name: string, measured: Measured, base?: Measured): void {
  const ratio = base === undefined ? "" : `${(measured.seconds / base.seconds).toFixed(2)} ×`;
  const columns = [`${measured.seconds.toFixed(2)} s`.padStart(9), ratio.padStart(8)];
  console.log(
    `${name.padEnd(44)}${columns.join("")}${`${measured.peakMebibytes} MiB`.padStart(10)}`,
  );
}

/** A program with nothing in it: what engine, language host and Node cost by themselves. */
async function emptyPreview(): Promise<Measured> {
  const project = join(folder, "empty");
  mkdirSync(project);
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  writeFileSync(
    join(project, "Pulumi.yaml"),
    "name: empty\nruntime: {name: nodejs, options: {typescript: false}}\n",
  );
  writeFileSync(join(project, "package.json"), '{"type": "module", "main": "index.js"}');
  writeFileSync(join(project, "index.js"), "");
  const env = tools.environment({
    PULUMI_BACKEND_URL: `file://${project}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
  });
  const options = { cwd: project, env };
  await measure(tools.path("pulumi"), ["stack", "init", "empty"], options);
  return medianOfThree(() => measure(tools.path("pulumi"), ["preview"], options));
}

/** A stack's preview on the one cluster that runs; nothing of it is there yet, so all is to be created. */
async function stackPreview(environment: (typeof environments)[number]): Promise<Measured> {
  const cluster = await readCluster(clusterFolder("development"));
  if (cluster === undefined) {
    throw new Error("the cluster of the bench does not run");
  }
  const { context, kubeconfig, uid, chartRepository: chartsMirror } = cluster;
  const run = localRunFolder(environment);
  const stackFile = writeRunFiles(run, environment, { context, uid, chartsMirror });
  const target: Target & { folder: string } = {
    environment,
    kind: "local",
    folder: run,
    context,
    kubeconfig,
    stackFile,
  };
  await openEngine(target);
  const args = ["preview", "--stack", environment, "--config-file", stackFile];
  const env = { ...process.env, ...engineEnvironment(target) };
  return medianOfThree(() => measure(tools.path("pulumi"), args, { cwd: root, env }));
}

try {
  console.log(`${"".padEnd(44)}${"time".padStart(9)}${"ratio".padStart(8)}${"peak".padStart(10)}`);
  const bare = await medianOfThree(() => measure(process.execPath, ["-e", ""], own));
  print("Node, nothing", bare);
  const load =
    'await import("./config/parse.ts"); await import("@pulumi/pulumi"); await import("@pulumi/kubernetes")';
  print(
    "Node, what the program imports",
    await medianOfThree(() => measure(process.execPath, ["--input-type=module", "-e", load], own)),
    bare,
  );
  for (const environment of environments) {
    const record = `const { recordStack } = await import("./recorder/record-stack.ts");
      await recordStack({ projectFile: "Pulumi.yaml", stackFile: "Pulumi.${environment}.yaml", stack: "${environment}" }); process.exit()`;
    print(
      `record ${environment}`,
      await medianOfThree(() =>
        measure(process.execPath, ["--input-type=module", "-e", record], own),
      ),
      bare,
    );
  }
  await benchPreview(print);
  const first = await measure(msa, ["up"], own);
  print("make up, first", first);
  print("make up, second", await measure(msa, ["up"], own), first);
  const empty = await emptyPreview();
  print("pulumi preview, empty program", empty);
  for (const environment of environments) {
    print(`pulumi preview, ${environment}`, await stackPreview(environment), empty);
  }
} finally {
  await measure(msa, ["down"], own);
  rmSync(folder, { recursive: true, force: true });
}
