import { isAbsolute } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";
import { decodeEngineConfig } from "./decode.ts";
import { plainSecretsIn, secretValueProblems } from "./load-secrets.ts";
import type { Config } from "./model.ts";
import { offMessage } from "./off.ts";
import { operationVariable, withoutSecrets } from "./operation.ts";
import { parse } from "./parse.ts";
import { ownNamespace, secretsKey } from "./schema/keys.ts";
import { missingSecretsMessage } from "./secrets/missing.ts";
import { siblingsIn } from "./siblings.ts";

export { decodeEngineConfig } from "./decode.ts";

/**
 * The configuration of the stack the engine is running. Says, once, what is off.
 *
 * Throws a RunError, which the engine shows as its message alone, when something is wrong with it, and,
 * unless this is a preview or `MSA_OPERATION` says that nothing will be written, when a secret is missing:
 * nothing has been registered then.
 */
export function loadConfig(): Config {
  try {
    const config = readConfig();
    if (hasEngine()) tell(config);
    return config;
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/**
 * The values of `msa:secrets`, which the engine decrypts. An Output that stays secret: nothing can read
 * one at preview, and the state keeps it encrypted. Everybody else knows their names alone.
 */
export function loadSecretValues(): pulumi.Output<Readonly<Record<string, string>>> {
  const config = new pulumi.Config(ownNamespace);
  const none: Readonly<Record<string, string>> = {};
  return config.getSecretObject<typeof none>("secrets") ?? pulumi.secret(none);
}

function readConfig(): Config {
  const stack = pulumi.getStack();
  const folder = projectFolder();
  const flat = pulumi.runtime.allConfig();
  const encrypted = Object.keys(flat).filter((key) => isConfigSecret(key));
  const { values, secretKeys } = decodeEngineConfig(flat, encrypted);
  const secrets = values[secretsKey];
  const config = parse({
    stack,
    file: `Pulumi.${stack}.yaml`,
    siblings: siblingsIn(folder, stack),
    values,
    secretKeys,
    // Of a map without any encrypted value every one is plain.
    ...(secretKeys.includes(secretsKey) && {
      plainSecrets: plainSecretsIn(folder, stack, secrets),
    }),
  });
  const problems = writesNothing() ? [] : secretValueProblems(config, secrets);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Whether this is a destroy or a refresh, as `./msa` says. */
function writesNothing(): boolean {
  return withoutSecrets.includes(process.env[operationVariable] ?? "");
}

/** Says what is missing and what is off. A preview writes nothing, and may show what there would be. */
function tell(config: Config): void {
  if (writesNothing()) return;
  const missing = missingSecretsMessage(config);
  if (missing !== undefined && !pulumi.runtime.isDryRun()) {
    const destroy = `To destroy the stack, which needs none: ./msa destroy ${config.environment}`;
    throw new pulumi.RunError(`${missing}\nNothing was changed. ${destroy}`);
  }
  const warnings = [
    ...(missing === undefined ? [] : [`${missing}\nUntil then nothing can be deployed.`]),
    ...(config.off.length === 0 ? [] : [offMessage(config.off)]),
  ];
  for (const warning of warnings) void pulumi.log.warn(warning);
}

/** False for the recorder and for tests, which write nothing to any cluster and read no messages. */
function hasEngine(): boolean {
  return pulumi.runtime.getEngine() !== undefined;
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
