import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config-error.ts";
import { environments } from "./model.ts";
import { configFromText } from "./from-text.ts";
import { projectFileName, type ConfigInput } from "./input.ts";
import { decodeText } from "./yaml-text.ts";

/**
 * The other environments, from texts wherever they are.
 *
 * One that is absent or wrong is left out: whoever needs it says so, and everybody else must not fail
 * because of another environment.
 *
 * @param textOf the text of a stack file; undefined where there is none.
 */
export function siblingsFrom(
  textOf: (file: string) => string | undefined,
  projectText: string,
  stack: string,
): readonly ConfigInput[] {
  return environments
    .filter((environment) => environment !== stack)
    .flatMap((environment) => {
      const file = `Pulumi.${environment}.yaml`;
      try {
        const stackText = textOf(file);
        if (stackText === undefined) return [];
        return [configFromText({ projectText, stackText, stack: environment, file })];
      } catch (error) {
        if (error instanceof ConfigError) return [];
        throw error;
      }
    });
}

/** The same from the committed files of a project folder. */
export function siblingInputs(
  folder: string,
  projectText: string,
  stack: string,
): readonly ConfigInput[] {
  const textOf = (file: string) => {
    try {
      return decodeText(file, readFileSync(join(folder, file)));
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  };
  return siblingsFrom(textOf, projectText, stack);
}

/**
 * The same, with the project's file read from the folder too; for a program the engine runs there.
 * None when that file cannot be read: the engine has read it, and a stack with a platform of its own
 * needs no other file.
 */
export function siblingsIn(folder: string, stack: string): readonly ConfigInput[] {
  let projectText: string;
  try {
    projectText = decodeText(projectFileName, readFileSync(join(folder, projectFileName)));
  } catch (error) {
    if (error instanceof ConfigError || isSystemError(error)) return [];
    throw error;
  }
  return siblingInputs(folder, projectText, stack);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}
