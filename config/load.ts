import { isAbsolute } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";
import { decodeEngineConfig } from "./decode.ts";
import type { Config } from "./model.ts";
import { parse } from "./parse.ts";
import { siblingsIn } from "./siblings.ts";

export { decodeEngineConfig } from "./decode.ts";

/**
 * The configuration of the stack the engine is running.
 *
 * Throws a RunError, which the engine shows as its message alone, when something is wrong with it.
 */
export function loadConfig(): Config {
  const stack = pulumi.getStack();
  const flat = pulumi.runtime.allConfig();
  const secretKeys = Object.keys(flat).filter((key) => isConfigSecret(key));
  try {
    return parse({
      stack,
      file: `Pulumi.${stack}.yaml`,
      siblings: siblingsIn(projectFolder(), stack),
      ...decodeEngineConfig(flat, secretKeys),
    });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/**
 * Where Pulumi.yaml is. With `main` in it the engine runs the program in another folder; without an
 * engine (recorder, tests) the SDK does not know, and the program runs where Pulumi.yaml is.
 */
function projectFolder(): string {
  const root = pulumi.runtime.getRootDirectory();
  return isAbsolute(root) ? root : process.cwd();
}

/** Exported by the SDK at run time, but marked internal and so left out of its types. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  readonly isConfigSecret: (key: string) => boolean;
};
