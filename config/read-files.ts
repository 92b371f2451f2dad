import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { ConfigError } from "./config-error.ts";
import { environments } from "./model.ts";
import { noSuchEnvironment, isEnvironment } from "./environments.ts";
import { configFromText } from "./from-text.ts";
import { projectFileName, type ConfigInput } from "./input.ts";
import { siblingInputs } from "./siblings.ts";
import { all } from "./suggest.ts";
import { decodeText } from "./yaml-text.ts";

export { configFromText, type ConfigTexts } from "./from-text.ts";

/** Paths of the two files, and the name of the stack they are read for. */
export interface ConfigFiles {
  readonly projectFile: string;
  readonly stackFile: string;
  readonly stack: string;
}

/** Reads the two files as the engine would. Throws a ConfigError when one cannot be read. */
export function readConfigFiles({ projectFile, stackFile, stack }: ConfigFiles): ConfigInput {
  const problems: ConfigError[] = [];
  const read = (path: string, name: string, missing: string): string => {
    try {
      return readText(path, name, missing);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(error);
      return "";
    }
  };
  const file = basename(stackFile);
  const projectText = read(projectFile, projectFileName, "It is in the root of the repository.");
  const stackText = read(stackFile, file, stackAdvice(stack));
  if (problems.length > 0) {
    throw new ConfigError(problems.flatMap((error) => error.problems));
  }
  const siblings = siblingInputs(dirname(projectFile), projectText, stack);
  return { ...configFromText({ projectText, stackText, stack, file }), siblings };
}

function readText(path: string, file: string, advice: string): string {
  let content: Uint8Array;
  try {
    content = readFileSync(path);
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    const message = isAbsent
      ? `does not exist. ${advice}`
      : `cannot be read (${String((error as NodeJS.ErrnoException).code)}). Check that it is a readable file.`;
    throw new ConfigError([{ file, where: "whole file", message }]);
  }
  return decodeText(file, content);
}

function stackAdvice(stack: string): string {
  if (!isEnvironment(stack)) return capitalised(noSuchEnvironment(stack));
  return `Each of ${all(environments)} has its own file; restore it from Git.`;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
