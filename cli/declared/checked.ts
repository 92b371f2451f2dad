import { ConfigError } from "../../config/config-error.ts";
import { projectFileName, type ConfigInput } from "../../config/input.ts";
import type { Config, Environment } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import type { Problem } from "../../config/problem.ts";
import { configFromText } from "../../config/from-text.ts";
import { siblingsFrom } from "../../config/siblings.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { readText, type ChangedFile } from "./change.ts";

/**
 * The configuration of each environment as it will be with files changed. Nothing is written.
 *
 * @param folder root of the project whose other files are read. @default this one
 * @throws CliError, exit code 2, with every problem of every environment that was asked for.
 */
export function configsAfter<E extends Environment>(
  files: readonly Pick<ChangedFile, "file" | "after">[],
  environments: readonly E[],
  folder = root,
): Readonly<Record<E, Config>> {
  const textOf = (file: string) =>
    files.find((each) => each.file === file)?.after ?? readText(folder, file);
  const problems = new Map<string, Problem>();
  const configs: [E, Config][] = [];
  for (const environment of environments) {
    try {
      configs.push([environment, parse(inputOf(environment, textOf))]);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      // What is wrong in Pulumi.yaml is wrong in every environment, and is said once.
      for (const each of error.problems) problems.set(JSON.stringify(each), each);
    }
  }
  if (problems.size > 0) {
    throw new CliError(new ConfigError([...problems.values()]).message, exitCodes.badInput);
  }
  return Object.fromEntries(configs) as Record<E, Config>;
}

type TextOf = (file: string) => string;

function inputOf(environment: Environment, textOf: TextOf): ConfigInput {
  const projectText = textOf(projectFileName);
  const siblings = siblingsFrom((file) => textIfThere(textOf, file), projectText, environment);
  const stackText = textOf(`Pulumi.${environment}.yaml`);
  return configFromText({ projectText, stackText, stack: environment, siblings });
}

/** The text of a file that somebody else's problems must not stop; undefined where it cannot be read. */
export function textIfThere(textOf: TextOf, file: string): string | undefined {
  try {
    return textOf(file);
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
