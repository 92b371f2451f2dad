import { ConfigError } from "../../config/config-error.ts";
import { configFromText } from "../../config/from-text.ts";
import { configFiles } from "../../config/input.ts";
import type { Config, Environment } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { siblingsFrom } from "../../config/siblings.ts";
import type { ChangedFile } from "../declared/change.ts";
import { CliError, exitCodes } from "../errors.ts";
import { gitExactly, type Repository } from "../git.ts";

/** A change on a branch that is to be checked there. */
interface OnBranch {
  readonly environment: Environment;
  readonly branch: string;
  readonly files: readonly ChangedFile[];
}

/**
 * Checks what a branch would declare: it may hold other services than the working tree.
 *
 * @throws CliError with every problem, when the files there would be wrong.
 */
export async function checkTexts(
  repository: Repository,
  commit: string,
  { environment, branch, files }: OnBranch,
): Promise<void> {
  if (files.length === 0) return;
  const texts = await textsAt(repository, commit);
  for (const { file, after } of files) texts.set(file, after);
  try {
    configOfTexts(texts, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CliError(`On branch ${branch}, ${error.message}`, exitCodes.badInput);
  }
}

/** The configuration files of a commit; those that are not there are left out. */
export async function textsAt(
  repository: Repository,
  commit: string,
): Promise<Map<string, string>> {
  const read = configFiles.map((file) =>
    gitExactly(repository, ["show", `${commit}:./${file}`]).then(
      (text) => [[file, text] as const],
      () => [],
    ),
  );
  return new Map((await Promise.all(read)).flat());
}

/**
 * The configuration that texts declare, wherever they are from.
 *
 * @throws ConfigError with every problem.
 */
export function configOfTexts(
  texts: ReadonlyMap<string, string>,
  environment: Environment,
): Config {
  const projectText = texts.get("Pulumi.yaml") ?? "";
  const siblings = siblingsFrom((file) => texts.get(file), projectText, environment);
  const stackText = texts.get(`Pulumi.${environment}.yaml`) ?? "";
  return parse(configFromText({ projectText, stackText, stack: environment, siblings }));
}
