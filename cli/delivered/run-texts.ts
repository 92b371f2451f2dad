import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { joinLocal } from "../../config/local.ts";
import { projectFileName } from "../../config/input.ts";
import { isMap, valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { readText, type ChangedFile } from "../declared/change.ts";
import { editedText } from "../declared/edit.ts";
import { root } from "../paths.ts";
import { localOf } from "../secrets/place.ts";
import type { Target } from "../target.ts";

/**
 * The stack file that the engine would read for a target once files of the working tree are changed.
 * Nothing is written.
 *
 * The engine takes Pulumi.yaml from the project's folder, so what changes there is said in the stack file
 * too, whose keys come before the project's.
 */
export function stackTextFor(
  { environment, folder, stackFile }: Target,
  files: readonly Pick<ChangedFile, "file" | "after">[],
  projectFolder = root,
): string {
  const textOf = (file: string) =>
    files.find((each) => each.file === file)?.after ?? readText(projectFolder, file);
  const name = `Pulumi.${environment}.yaml`;
  const projectText = textOf(projectFileName);
  const stackText = withProject(name, textOf(name), {
    before: readText(projectFolder, projectFileName),
    after: projectText,
  });
  if (folder === undefined) return stackText;
  return joinLocal({
    stackText,
    projectText,
    local: localOf(folder),
    ...(existsSync(stackFile) && { previousText: readFileSync(stackFile, "utf8") }),
  });
}

interface ProjectTexts {
  readonly before: string;
  readonly after: string;
}

function withProject(file: string, stackText: string, { before, after }: ProjectTexts): string {
  const [was, will] = [configIn(before), configIn(after)];
  const own = valueAt(parseYaml(file, stackText).toJS(), ["config"]);
  const edits = Object.entries(will).flatMap(([key, entry]) => {
    const value = valueAt(entry, ["value"]);
    const isSame = isDeepStrictEqual(value, valueAt(was[key], ["value"]));
    const isOwn = [key, `msa:${key}`].some((each) => valueAt(own, [each]) !== undefined);
    return isSame || isOwn || value === undefined
      ? []
      : [{ path: ["config", key.includes(":") ? key : `msa:${key}`], value }];
  });
  return editedText(file, stackText, edits);
}

function configIn(projectText: string): Readonly<Record<string, unknown>> {
  const config = valueAt(parseYaml(projectFileName, projectText).toJS(), ["config"]);
  return isMap(config) ? config : {};
}
