import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";

import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";

import { type Operation, operationVariable } from "../config/operation.ts";
import { toolbox } from "../toolchain/toolbox.ts";
import { engineEnvironment, stateFolder, temporaryFolder } from "./engine-environment.ts";
import { engineError, noEngine } from "./engine-error.ts";
import { deadLocks } from "./engine-lock.ts";
import { observed, type Changes, type Run } from "./engine-run.ts";
import { engineState, type EngineState } from "./engine-state.ts";
import { endOrphanedProviders } from "./orphaned-providers.ts";
import { root } from "./paths.ts";
import type { Target } from "./target.ts";
import { removeTornAttributes } from "./torn-attributes.ts";

type Tell = (detail: string) => void;

/** How an operation that needs only the state is run. */
export interface RunOptions {
  /**
   * Whether the program runs too, with its guard of the cluster and its hooks before a deletion.
   * @default true
   */
  readonly runProgram?: boolean;
}

/** How a preview is made. */
export interface PreviewOptions {
  /** Whether every object is read again, so that what was changed by hand shows. @default false */
  readonly refresh?: boolean;
  /** Folders of packs of policies that must agree. @default none */
  readonly policyPacks?: string[];
}

/** The stack of a target, ready for the engine's operations. */
export interface Engine {
  preview(tell?: Tell, options?: PreviewOptions): Promise<Run>;
  up(tell?: Tell): Promise<Changes>;
  destroy(tell?: Tell, options?: RunOptions): Promise<Changes>;
  /** Reads every resource of the state from the cluster and closes what interrupted runs left open. */
  refresh(tell?: Tell, options?: RunOptions): Promise<void>;
  state(): Promise<EngineState>;
}

/**
 * Opens the stack of a target.
 *
 * That of a local or context run has its own file backend and is made when it is not there yet: it is
 * initialised in the run's folder, where a copy of the project lies, because `stack init` writes the
 * salt into the stack file beside the project. The program is always run from the checkout with
 * `--config-file`, so the committed files are never written. What a killed run left behind there, a lock
 * or a provider that works on, is cleared away first.
 *
 * @param line says one thing to the person.
 * @throws CliError when another run of the stack is going on, or there is no engine.
 */
export async function openEngine(target: Target, line: Tell = () => undefined): Promise<Engine> {
  const stack =
    target.folder === undefined
      ? await realStack(target)
      : await stackOfRun({ ...target, folder: target.folder }, line);
  const common = { configFile: target.stackFile, color: "never" as const };
  // The summary that an update reads back would need the salt of the committed stack file to show secrets.
  const update = { ...common, runProgram: true, showSecrets: false };
  const run = async (
    tell: Tell | undefined,
    operation: Parameters<typeof observed>[0],
  ): Promise<Changes> => {
    const { same, changed, lines } = await observed(operation, tell);
    return { same, changed, lines };
  };
  const to = (operation: Operation): Stack => {
    stack.workspace.envVars[operationVariable] = operation;
    return stack;
  };
  return {
    preview: (tell, options) =>
      observed((listening) => to("preview").preview({ ...common, ...options, ...listening }), tell),
    up: (tell) => run(tell, (listening) => to("up").up({ ...update, ...listening })),
    destroy: (tell, options) =>
      run(tell, (listening) => to("destroy").destroy({ ...update, ...options, ...listening })),
    refresh: async (tell, options) => {
      const closing = { ...update, ...options, clearPendingCreates: true };
      await run(tell, (listening) => to("refresh").refresh({ ...closing, ...listening }));
    },
    state: () => stateOf(stack),
  };
}

async function stateOf(stack: Stack): Promise<EngineState> {
  try {
    return engineState((await stack.exportStack()).deployment);
  } catch (error) {
    throw engineError(error);
  }
}

/** The real stack, with the tools and the login that the person has. */
async function realStack(target: Target): Promise<Stack> {
  try {
    await PulumiCommand.get();
  } catch (error) {
    throw noEngine(error);
  }
  const envVars = variables(target);
  const workspace = await LocalWorkspace.create({ envVars, workDir: root });
  // It would change which stack the person's own `pulumi up` acts on; every operation names its stack.
  workspace.selectStack = () => Promise.resolve();
  return Stack.select(target.environment, workspace);
}

/** The stack of a local or context run, with our own tools. */
async function stackOfRun(target: Target & { folder: string }, line: Tell): Promise<Stack> {
  const { environment, folder } = target;
  const tools = toolbox(root);
  const dead = deadLocks(folder, environment);
  if ((await endOrphanedProviders(tools.pulumiHome)) > 0) {
    line("A provider of an interrupted run was still at work; it was ended.");
  }
  if (removeTornAttributes(stateFolder(folder)) > 0) {
    line(
      "A run was killed while it wrote the state, which is whole; what it left beside it was removed.",
    );
  }
  const options = {
    envVars: variables(target),
    pulumiCommand: await PulumiCommand.get({
      root: dirname(tools.binFolder),
      skipVersionCheck: true,
    }),
    pulumiHome: tools.pulumiHome,
  };
  mkdirSync(stateFolder(folder), { recursive: true });
  rmSync(temporaryFolder(folder), { recursive: true, force: true });
  mkdirSync(temporaryFolder(folder), { mode: 0o700 });
  try {
    const copy = await LocalWorkspace.create({ ...options, workDir: folder });
    await Stack.createOrSelect(environment, copy);
    const workspace = await LocalWorkspace.create({ ...options, workDir: root });
    const stack = await Stack.select(environment, workspace);
    if (dead.length > 0) {
      await stack.cancel();
      line(`Process ${dead.map(({ pid }) => pid).join(", ")} was killed; its lock was removed.`);
    }
    return stack;
  } catch (error) {
    throw engineError(error);
  }
}

/** The types know only texts; a variable that is undefined is not handed to the child process. */
function variables(target: Target): Record<string, string> {
  return engineEnvironment(target) as Record<string, string>;
}
