import { ConfigError } from "./config-error.ts";
import { decodeEngineConfig } from "./decode.ts";
import { flatten, type FlatConfig } from "./flatten.ts";
import { projectFileName, type ConfigInput } from "./input.ts";

/** The two files as text; they need not be on disk, such as another branch's. */
export interface ConfigTexts {
  readonly projectText: string;
  readonly stackText: string;
  readonly stack: string;
  readonly siblings?: readonly ConfigInput[];
  /** Name of the stack file, for messages. @default Pulumi.<stack>.yaml */
  readonly file?: string;
}

/** What the engine makes of the two files; throws a ConfigError when one is not shaped like it. */
export function configFromText({
  projectText,
  stackText,
  stack,
  file,
  siblings = [],
}: ConfigTexts): ConfigInput {
  const name = file ?? `Pulumi.${stack}.yaml`;
  const problems: ConfigError[] = [];
  const project = collect(problems, () => flatten.project(projectFileName, projectText));
  const own = collect(problems, () => flatten.stack(name, stackText, project?.projectName));
  if (project === undefined || own === undefined) throw merged(problems);
  const origins = Object.fromEntries([
    ...Object.keys(project.values).map((key) => [key, projectFileName] as const),
    ...Object.keys(own.values).map((key) => [key, name] as const),
  ]);
  const plainSecrets = [...project.plainSecrets, ...own.plainSecrets];
  return { stack, file: name, origins, siblings, plainSecrets, ...replace(project, own) };
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
