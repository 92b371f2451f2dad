import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isMap as isYamlMap } from "yaml";

import { joinLocal, localFileName, parseLocal } from "../../config/local.ts";
import type { Config, Environment } from "../../config/model.ts";
import { isMap, valueAt } from "../../config/problem.ts";
import { decodeText, parseYaml } from "../../config/yaml-text.ts";
import { writeRunFiles } from "../local-run.ts";
import { projectFile, stackFile } from "../paths.ts";
import { configOf, configOfText } from "../stack-config.ts";
import {
  contextRunFolder,
  findTarget,
  joinedStackFile,
  localRunFolder,
  type Target,
  type TargetOptions,
} from "../target.ts";

/** Where the secrets of an environment are kept: its committed stack file, or the joined one of a run. */
export interface SecretsPlace {
  readonly environment: Environment;
  /** What the engine is told; its `stackFile` keeps the values. */
  readonly target: Target;
  /** What asks for the secrets, with what is set. */
  readonly config: Config;
  /** What the person adds to a command to mean this place: nothing, `--local` or `--context <context>`. */
  readonly option: string;
}

/** What a run is joined with before its cluster exists. */
const beforeCluster = { context: "local", uid: "" };

/**
 * Finds the place; without options it is the committed stack file, also of a stack that is not pinned to
 * a cluster. Nothing is written, and no cluster needs to be there.
 *
 * @param read how its configuration is read. @default strictly
 * @throws CliError when a file is wrong, or the environment was never brought up on the context.
 */
export async function secretsPlace(
  environment: Environment,
  options: TargetOptions = {},
  read: (target: Target) => Config = configOfPlace,
): Promise<SecretsPlace> {
  const target = await targetOf(environment, options);
  return { environment, target, config: read(target), option: optionOf(target) };
}

async function targetOf(
  environment: Environment,
  { local, context }: TargetOptions,
): Promise<Target> {
  if (context !== undefined) return findTarget(environment, { context });
  if (local === true) return runTarget(environment);
  // Nothing is asked of its cluster here.
  return { environment, kind: "stack", context: "", stackFile: stackFile(environment) };
}

/** What a person adds to a command to mean a target: nothing, `--local` or `--context <context>`. */
export function optionOf({ kind, context }: Pick<Target, "kind" | "context">): string {
  return { local: "--local", context: `--context ${context}`, stack: "" }[kind];
}

/**
 * The target of a run by its files alone: its cluster need not run, nor have been started ever.
 *
 * @param context of the person's own kubeconfig; absent: the local run.
 */
export function runTarget(environment: Environment, context?: string): Target {
  const folder =
    context === undefined ? localRunFolder(environment) : contextRunFolder(environment, context);
  return {
    environment,
    kind: context === undefined ? "local" : "context",
    folder,
    context: context ?? beforeCluster.context,
    stackFile: joinedStackFile(folder, environment),
  };
}

/**
 * The text of the file that keeps the secrets; a local run that was never started gets its files now.
 */
export function textOfPlace({ target }: SecretsPlace): string {
  const { environment, folder, stackFile: file } = target;
  if (folder !== undefined && !existsSync(file)) {
    writeRunFiles(folder, environment, beforeCluster);
  }
  return readFileSync(file, "utf8");
}

/**
 * The configuration of a target, as the next run would have it: the joined file of a run is only as new
 * as its last run.
 *
 * @throws CliError when a file is wrong.
 */
export function configOfPlace({ environment, folder, stackFile: file }: Target): Config {
  if (folder === undefined) return configOf(environment, file);
  const previousText = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  return configOfText(environment, joinedText(environment, folder, previousText));
}

/**
 * The same for somebody who sets a secret: that one stands there in plain text is no reason to refuse to
 * replace it, as the message about it says to do.
 *
 * @param text what the file that keeps the secrets would hold. @default what it holds
 */
export function configToSet(target: Target, text?: string): Config {
  const { environment, folder, stackFile: file } = target;
  const kept = text ?? (existsSync(file) ? decodeText(file, readFileSync(file)) : undefined);
  if (kept === undefined) return configOfPlace(target);
  const encrypted = withoutPlainSecrets(`Pulumi.${environment}.yaml`, kept);
  return configOfText(
    environment,
    folder === undefined ? encrypted : joinedText(environment, folder, encrypted),
  );
}

function joinedText(
  environment: Environment,
  folder: string,
  previousText: string | undefined,
): string {
  return joinLocal({
    stackText: readFileSync(stackFile(environment), "utf8"),
    projectText: readFileSync(projectFile, "utf8"),
    local: localOf(folder),
    ...(previousText !== undefined && { previousText }),
  });
}

function withoutPlainSecrets(file: string, text: string): string {
  const document = parseYaml(file, text);
  for (const key of ["msa:secrets", "secrets"]) {
    const secrets: unknown = document.getIn(["config", key]);
    const values: unknown = isYamlMap(secrets) ? secrets.toJS(document) : {};
    for (const [name, value] of Object.entries(isMap(values) ? values : {})) {
      if (typeof valueAt(value, ["secure"]) !== "string") document.deleteIn(["config", key, name]);
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** What a run has different from the committed file; before its first start, only that it is a run. */
export function localOf(folder: string) {
  const file = join(folder, localFileName);
  return existsSync(file) ? parseLocal(readFileSync(file, "utf8")) : beforeCluster;
}
