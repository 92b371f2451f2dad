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
import { inTurns, measure, type Print, type Run } from "./measure.ts";

const tools = toolbox(root);
const silent = plainProgress({ write: () => undefined });

/**
 * Measures the real engine's preview of every stack against that of a program with nothing in it, and the
 * same with our policies against a pack of one policy that does nothing.
 */
export async function benchEngine(print: Print): Promise<void> {
  const emptyProgram = await emptyPreview();
  const emptyPack = writeEmptyPack();
  for (const environment of environments) {
    const preview = await stackPreview(environment);
    const withPack = preview("--policy-pack", join(root, "policy"));
    await withPack(); // renders the charts
    const runs = [emptyProgram, preview(), preview("--policy-pack", emptyPack), withPack];
    const [empty, plain, bare, full] = await inTurns(runs);
    if (empty === undefined || plain === undefined || bare === undefined || full === undefined) {
      throw new Error("each run was measured");
    }
    print("pulumi preview, empty program", empty);
    print(`pulumi preview, ${environment}`, plain, empty);
    print("  the same with a pack of nothing", bare, plain);
    print("  the same with the policy pack", full, plain);
    await down(environment, silent);
  }
}

/** A pack of one policy that does nothing: what a pack costs by itself. */
function writeEmptyPack(): string {
  const folder = join(localFolder, "empty-pack");
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
  };
  write("PulumiPolicy.yaml", "runtime: {name: nodejs, options: {typescript: false}}\n");
  write("package.json", '{"name": "nothing", "version": "0.0.1", "main": "index.js"}');
  write(
    "index.js",
    'const { PolicyPack } = require("@pulumi/policy");\n' +
      'const policy = { name: "nothing", description: "", enforcementLevel: "advisory", validateResource() {} };\n' +
      'new PolicyPack("nothing", { policies: [policy] });\n',
  );
  return folder;
}

/** A program with nothing in it: what engine, language host and Node cost by themselves. */
async function emptyPreview(): Promise<Run> {
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
  return (sampleEveryMs) =>
    measure(tools.path("pulumi"), ["preview"], { ...options, sampleEveryMs });
}

/** The preview of a stack on an empty cluster of its own, since two owners on one are refused. */
async function stackPreview(
  environment: Environment,
): Promise<(...more: readonly string[]) => Run> {
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
  return (...more) =>
    (sampleEveryMs) =>
      measure(tools.path("pulumi"), [...args, ...more], { cwd: root, env, sampleEveryMs });
}
