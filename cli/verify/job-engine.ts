import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";

import { toolbox } from "../../toolchain/toolbox.ts";
import type { JobArguments } from "../../verify/job/arguments.ts";
import {
  passphraseFile,
  stateFolder,
  temporaryFolder,
  throwAwayEnvironment,
} from "../engine-environment.ts";
import { engineError, noEngine } from "../engine-error.ts";
import { observed } from "../engine-run.ts";
import { localFolder, root } from "../paths.ts";
import type { Target } from "../target.ts";

type Tell = (detail: string) => void;

/** The program of the Job on a state of its own. */
export interface JobEngine {
  up(tell?: Tell): Promise<void>;
  destroy(tell?: Tell): Promise<void>;
}

const programFolder = join(root, "verify");
const stackName = "verify";

/** Makes the folder of a run, with an empty state and a passphrase that nobody else knows. */
export function makeRunFolder(): string {
  mkdirSync(localFolder, { recursive: true });
  const folder = mkdtempSync(join(localFolder, "verify-"));
  for (const each of [stateFolder(folder), temporaryFolder(folder)])
    mkdirSync(each, { mode: 0o700 });
  writeFileSync(passphraseFile(folder), randomBytes(24).toString("base64url"), { mode: 0o600 });
  copyFileSync(join(programFolder, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  return folder;
}

/**
 * Opens the program of the Job.
 *
 * As in cli/engine.ts the stack is initialised beside a copy of the project, since that writes a stack file.
 *
 * @param folder what `makeRunFolder` made.
 * @throws CliError when there is no engine.
 */
export async function openJobEngine(
  target: Target,
  folder: string,
  job: JobArguments,
): Promise<JobEngine> {
  const options = await engineOptions(target, folder);
  try {
    const copy = await LocalWorkspace.create({ ...options, workDir: folder });
    const made = await Stack.create(stackName, copy);
    await made.setConfig("msa-verify:job", { value: JSON.stringify(job) });
    const workspace = await LocalWorkspace.create({ ...options, workDir: programFolder });
    // Which stack is selected is remembered beside the logins; every operation names its stack.
    workspace.selectStack = () => Promise.resolve();
    const stack = await Stack.select(stackName, workspace);
    const common = {
      configFile: join(folder, `Pulumi.${stackName}.yaml`),
      color: "never" as const,
      showSecrets: false,
    };
    const run = async (operation: Parameters<typeof observed>[0], tell?: Tell) => {
      await observed(operation, tell);
    };
    return {
      up: (tell) => run((listening) => stack.up({ ...common, ...listening }), tell),
      destroy: (tell) =>
        run((listening) => stack.destroy({ ...common, runProgram: false, ...listening }), tell),
    };
  } catch (error) {
    throw engineError(error);
  }
}

/** The person's own engine for the real stack, ours for a try; on the real one its plugins are used too. */
async function engineOptions({ kind, kubeconfig }: Target, folder: string) {
  const own = throwAwayEnvironment(folder, kubeconfig);
  if (kind === "stack") {
    const pulumiCommand = await PulumiCommand.get().catch((error: unknown) => {
      throw noEngine(error);
    });
    return { envVars: own as Record<string, string>, pulumiCommand };
  }
  const tools = toolbox(root);
  const pulumiCommand = await PulumiCommand.get({
    root: dirname(tools.binFolder),
    skipVersionCheck: true,
  });
  const envVars = { ...tools.environment(), ...own } as Record<string, string>;
  return { envVars, pulumiCommand, pulumiHome: tools.pulumiHome };
}
