import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ConfigError } from "./config-error.ts";
import { decodeEngineConfig } from "./decode.ts";
import { environments } from "./model.ts";
import { noSuchEnvironment, isEnvironment } from "./environments.ts";
import { flatten, type FlatConfig } from "./flatten.ts";
import { projectFileName, type ConfigInput } from "./input.ts";
import { all } from "./suggest.ts";
import { decodeText } from "./yaml-text.ts";

/** Paths of the two files, and the name of the stack they are read for. */
export interface ConfigFiles {
  readonly projectFile: string;
  readonly stackFile: string;
  readonly stack: string;
}

/** The same, as text; for files that are not on disk, such as another branch's. */
export interface ConfigTexts {
  readonly projectText: string;
  readonly stackText: string;
  readonly stack: string;
  /** Name of the stack file, for messages. @default Pulumi.<stack>.yaml */
  readonly file?: string;
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
  if (problems.length > 0) throw merged(problems);
  return configFromText({ projectText, stackText, stack, file });
}

/** What `readConfigFiles` does, from text. */
export function configFromText({ projectText, stackText, stack, file }: ConfigTexts): ConfigInput {
  const name = file ?? `Pulumi.${stack}.yaml`;
  const problems: ConfigError[] = [];
  const project = collect(problems, () => flatten.project(projectFileName, projectText));
  const own = collect(problems, () => flatten.stack(name, stackText, project?.projectName));
  if (project === undefined || own === undefined) throw merged(problems);
  const origins = Object.fromEntries([
    ...Object.keys(project.values).map((key) => [key, projectFileName] as const),
    ...Object.keys(own.values).map((key) => [key, name] as const),
  ]);
  return { stack, file: name, origins, ...replace(project, own) };
}

/** As the engine does it: a stack's key replaces the project's, whole. */
function replace(project: FlatConfig, own: FlatConfig) {
  const inherited = project.secretKeys.filter((key) => !Object.hasOwn(own.values, key));
  return decodeEngineConfig({ ...project.values, ...own.values }, [
    ...inherited,
    ...own.secretKeys,
  ]);
}

function collect(problems: ConfigError[], read: () => FlatConfig): FlatConfig | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(error);
    return undefined;
  }
}

function merged(errors: readonly ConfigError[]): ConfigError {
  return new ConfigError(errors.flatMap((error) => error.problems));
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
