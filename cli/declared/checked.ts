import { ConfigError } from "../../config/config-error.ts";
import { projectFileName, type ConfigInput } from "../../config/input.ts";
import { environments as all, type Config, type Environment } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import type { Problem } from "../../config/problem.ts";
import { configFromText } from "../../config/from-text.ts";
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
  const read = (stack: Environment, siblings: readonly ConfigInput[] = []) =>
    configFromText({ projectText, stackText: textOf(`Pulumi.${stack}.yaml`), stack, siblings });
  const siblings = all
    .filter((each) => each !== environment)
    .flatMap((each) => {
      try {
        return [read(each)];
      } catch (error) {
        // Whoever needs it says so; everybody else must not fail because of another environment.
        if (error instanceof ConfigError || error instanceof CliError) return [];
        throw error;
      }
    });
  return read(environment, siblings);
}
