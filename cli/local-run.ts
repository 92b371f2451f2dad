import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { joinLocal, localFileName, parseLocal, type Local } from "../config/local.ts";
import type { Config, Environment } from "../config/model.ts";
import { passphraseFile } from "./engine-environment.ts";
import { projectFile, stackFile } from "./paths.ts";
import { configOfText } from "./stack-config.ts";
import { joinedStackFile } from "./target.ts";

/**
 * Writes the files of a run into its ignored folder: `local.yaml`, and the committed stack file joined
 * with it, for `--config-file`. The committed files are only read.
 *
 * @throws ConfigError before anything is written when what is local is wrong.
 * @returns the path of the joined stack file.
 */
export function writeRunFiles(folder: string, environment: Environment, local: Local): string {
  const localText = stringify(local);
  parseLocal(localText);
  mkdirSync(folder, { recursive: true });
  const passphrase = passphraseFile(folder);
  if (!existsSync(passphrase)) {
    writeFileSync(passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  copyFileSync(projectFile, join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, localFileName), localText);

  const file = joinedStackFile(folder, environment);
  writeFileSync(file, joinedText(environment, local, file));
  return file;
}

/**
 * The configuration that a run would have; nothing is written.
 *
 * @throws CliError when the committed files or what is local are wrong.
 */
export function configOfRun(environment: Environment, local: Local): Config {
  return configOfText(environment, joinedText(environment, local));
}

/** @param previous the joined file of an earlier run; its encryption salt is kept. */
function joinedText(environment: Environment, local: Local, previous?: string): string {
  return joinLocal({
    stackText: readFileSync(stackFile(environment), "utf8"),
    projectText: readFileSync(projectFile, "utf8"),
    local,
    ...(previous !== undefined &&
      existsSync(previous) && { previousText: readFileSync(previous, "utf8") }),
  });
}
