import { join } from "node:path";

import { environments, type Config, type Environment } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { readConfigFiles, type ConfigFiles } from "../../config/read-files.ts";
import { root } from "./tools.ts";

/** The two committed files of an environment. */
export function committedFiles(environment: Environment): ConfigFiles {
  return {
    projectFile: join(root, "Pulumi.yaml"),
    stackFile: join(root, `Pulumi.${environment}.yaml`),
    stack: environment,
  };
}

/** The configuration of each environment, from the committed files. */
export function committedConfigs(): readonly Config[] {
  return environments.map((environment) => parse(readConfigFiles(committedFiles(environment))));
}
