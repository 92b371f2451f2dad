import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { down } from "../../cli/commands/down.ts";
import {
  engineEnvironment,
  passphraseFile,
  stateFolder,
  temporaryFolder,
  throwAwayEnvironment,
} from "../../cli/engine-environment.ts";
import { openEngine } from "../../cli/engine.ts";
import { startLocalCluster } from "../../cli/local-cluster.ts";
import { writeRunFiles } from "../../cli/local-run.ts";
import { localFolder, root } from "../../cli/paths.ts";
import { localRunFolder, type Target } from "../../cli/target.ts";
import { environments, type Environment } from "../../config/model.ts";
import { plainProgress } from "../../toolchain/progress.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { medianOfThree, measure, type Measured, type Print } from "./measure.ts";

const tools = toolbox(root);
const silent = plainProgress({ write: () => undefined });

/** Measures the real engine's preview of every stack against that of a program with nothing in it. */
export async function benchEngine(print: Print): Promise<void> {
  const empty = await emptyPreview();
  print("pulumi preview, empty program", empty);
  for (const environment of environments) {
    const preview = await stackPreview(environment);
    const plain = await medianOfThree(() => preview());
    print(`pulumi preview, ${environment}`, plain, empty);
    const pack = ["--policy-pack", join(root, "policy")];
    await preview(...pack); // renders the charts
    print("  the same with the policy pack", await medianOfThree(() => preview(...pack)), plain);
    await down(environment, silent);
  }
}

/** A program with nothing in it: what engine, language host and Node cost by themselves. */
async function emptyPreview(): Promise<Measured> {
  const project = join(localFolder, "empty");
  mkdirSync(project, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  writeFileSync(
    join(project, "Pulumi.yaml"),
    "name: empty\nruntime: {name: nodejs, options: {typescript: false}}\n",
  );
  writeFileSync(join(project, "package.json"), '{"type": "module", "main": "index.js"}');
  writeFileSync(join(project, "index.js"), "");
  for (const folder of [stateFolder(project), temporaryFolder(project)]) mkdirSync(folder);
  writeFileSync(passphraseFile(project), "bench");
  const env = tools.environment(throwAwayEnvironment(project));
  const options = { cwd: project, env };
  await measure(tools.path("pulumi"), ["stack", "init", "empty"], options);
  return medianOfThree(() => measure(tools.path("pulumi"), ["preview"], options));
}

/** The preview of a stack on an empty cluster of its own, since two owners on one are refused. */
async function stackPreview(
  environment: Environment,
): Promise<(...args: string[]) => Promise<Measured>> {
  const cluster = await startLocalCluster(environment, false, silent);
  const { context, kubeconfig, uid, chartRepository: chartsMirror } = cluster;
  const folder = localRunFolder(environment);
  const stackFile = writeRunFiles(folder, environment, {
    context,
    uid,
    chartsMirror,
    certificateIssuer: { selfSigned: {} },
  });
  const target: Target & { folder: string } = {
    ...{ environment, kind: "local", folder, context, kubeconfig, stackFile },
  };
  await openEngine(target);
  const env = { ...process.env, ...engineEnvironment(target) };
  const args = ["preview", "--stack", environment, "--config-file", stackFile];
  return (...more) => measure(tools.path("pulumi"), [...args, ...more], { cwd: root, env });
}
