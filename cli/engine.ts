import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";

import {
  CommandError,
  LocalWorkspace,
  PulumiCommand,
  Stack,
  type EngineEvent,
  type StepEventMetadata,
} from "@pulumi/pulumi/automation/index.js";

import { toolbox } from "../toolchain/toolbox.ts";
import { engineEnvironment, stateFolder } from "./engine-environment.ts";
import { CliError } from "./errors.ts";
import { root } from "./paths.ts";
import type { Target } from "./target.ts";

/** How many resources an engine run left alone, created, updated, replaced or deleted. */
export interface Changes {
  readonly same: number;
  readonly changed: number;
  /** One line per changed resource: `create Application user-service-development`. */
  readonly lines: readonly string[];
}

/** The stack of a local or context run, ready for preview and up. */
export interface Engine {
  preview(tell?: (detail: string) => void): Promise<Changes>;
  up(tell?: (detail: string) => void): Promise<Changes>;
}

/**
 * Opens the stack of a run in its own file backend; made when it is not there yet.
 *
 * The stack is initialised in the run's folder, where a copy of the project lies, because
 * `stack init` writes the salt into the stack file beside the project; the program is then run from
 * the checkout with `--config-file`, so the committed files are never written.
 */
export async function openEngine(target: Target & { folder: string }): Promise<Engine> {
  const { folder, environment } = target;
  mkdirSync(stateFolder(folder), { recursive: true });
  const tools = toolbox(root);
  const options = {
    pulumiCommand: await PulumiCommand.get({
      root: dirname(tools.binFolder),
      skipVersionCheck: true,
    }),
    pulumiHome: tools.pulumiHome,
    // The types know only texts; a variable that is undefined is not handed to the child process.
    envVars: engineEnvironment(target) as Record<string, string>,
  };
  const copy = await LocalWorkspace.create({ ...options, workDir: folder });
  await Stack.createOrSelect(environment, copy);
  const stack = await Stack.select(
    environment,
    await LocalWorkspace.create({ ...options, workDir: root }),
  );
  const common = { configFile: target.stackFile, color: "never" as const };
  return {
    // The summary that `up` reads back would need the salt of the committed stack file to show secrets.
    preview: async (tell) => observed((onEvent) => stack.preview({ ...common, onEvent }), tell),
    up: async (tell) =>
      observed(
        (onEvent) => stack.up({ ...common, onEvent, runProgram: true, showSecrets: false }),
        tell,
      ),
  };
}

/** Runs an engine operation, counts what it does, and turns its failure into its own error messages. */
async function observed(
  operation: (onEvent: (event: EngineEvent) => void) => Promise<unknown>,
  tell: ((detail: string) => void) | undefined,
): Promise<Changes> {
  const errors: string[] = [];
  const lines: string[] = [];
  let same = 0;
  let done = 0;
  const onEvent = (event: EngineEvent) => {
    const { resourcePreEvent: planned, resOutputsEvent: finished, diagnosticEvent: said } = event;
    if (planned !== undefined && isChange(planned.metadata)) {
      lines.push(described(planned.metadata));
    }
    same += planned?.metadata.op === "same" ? 1 : 0;
    if (finished !== undefined) {
      done += 1;
      tell?.(`${done} done, ${described(finished.metadata)}`);
    }
    if (said?.severity === "error") {
      errors.push(plainText(said.message));
    }
  };
  try {
    await operation(onEvent);
  } catch (error) {
    throw engineError(error, errors);
  }
  return { same, changed: lines.length, lines };
}

function engineError(error: unknown, messages: readonly string[]): Error {
  // The last message of a failed program or update only says that it failed.
  const telling = [...new Set(messages)].filter(
    (message) => !/^(update|preview) failed$/.test(message),
  );
  if (telling.length > 0) {
    return new CliError(telling.join("\n"));
  }
  return error instanceof CommandError
    ? new CliError(saidByEngine(error.message))
    : (error as Error);
}

/** The engine's own error lines of a command that failed before its first event. */
function saidByEngine(message: string): string {
  const lines = [...plainText(message).matchAll(/^ ?(?:stderr: )?(error: .+)$/gm)].map(
    ([, line = ""]) => line,
  );
  return lines.length === 0 ? plainText(message) : `pulumi: ${[...new Set(lines)].join("\n")}`;
}

/** Engine messages carry colour tags of the engine's own; readers want neither. */
function plainText(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, "")).trim();
}

/** Reading changes nothing; components and the stack itself only group what does. */
function isChange({ op, type }: StepEventMetadata): boolean {
  const groups = type === "pulumi:pulumi:Stack" || type.startsWith("msa:");
  return !groups && op !== "same" && op !== "read";
}

function described({ op, urn }: StepEventMetadata): string {
  return `${op} ${shortUrn(urn)}`;
}

/** `Application user-service` of `urn:pulumi:…::kubernetes:argoproj.io/v1alpha1:Application::user-service`. */
function shortUrn(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(":").at(-1) ?? ""} ${name}`;
}
