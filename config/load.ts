import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";
import { decodeEngineConfig } from "./decode.ts";
import type { Config } from "./model.ts";
import { parse } from "./parse.ts";

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
      ...decodeEngineConfig(flat, secretKeys),
    });
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** Exported by the SDK at run time, but marked internal and so left out of its types. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  readonly isConfigSecret: (key: string) => boolean;
};
