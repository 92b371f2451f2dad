import type { Environment } from "../../config/model.ts";
import { show } from "../../config/problem.ts";
import { readText } from "../declared/change.ts";
import { pathToRemove } from "../declared/path-to-remove.ts";
import {
  declare,
  type Declaration,
  type Declared,
  type DeclareOptions,
  type DeclarePorts,
} from "../declared/declare.ts";
import { refuseHeld } from "../declared/hold.ts";
import { keysIn, refuseUnknownKey, valueFrom } from "../declared/key-path.ts";
import { stackPath } from "../declared/place-in-file.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { configOf, serviceNamed } from "../stack-config.ts";

/** Which value of which service. */
export interface Setting {
  readonly environment: Environment;
  readonly service: string;
  /** Dotted path below the service's entry, such as `profile.replicas`. */
  readonly key: string;
  /** YAML; absent: the key is taken away. */
  readonly value?: string;
}

/**
 * Sets a value of a service in an environment's stack file, or takes it away.
 *
 * @throws CliError, exit code 2, for a key or value that cannot be; then nothing was changed.
 */
export function set(
  setting: Setting,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => declarationOf(setting), options, ports);
}

function declarationOf({ environment, service: named, key, value }: Setting): Declaration {
  const config = configOf(environment);
  const service = serviceNamed(config, named);
  const keys = keysIn(key);
  refuseUnknownKey(["services", service], keys);
  if (keys[0] === "hold") {
    throw new CliError(
      `hold: is not set by hand (found ${JSON.stringify(key)}). ` +
        `Use ./msa hold set ${environment} ${service} --reason "<why>", and ./msa hold release.`,
      exitCodes.badInput,
    );
  }
  // How many run, and how big they are, is no version.
  const isSize = keys[0] === "profile";
  if (!isSize) refuseHeld(config, [service]);
  const file = `Pulumi.${environment}.yaml`;
  const text = readText(root, file);
  const services = stackPath(file, text, "services");
  const path = [...services, service, ...keys];
  const given = value === undefined ? undefined : valueFrom(keys, value);
  const edit =
    given === undefined
      ? { path: pathToRemove(file, text, { path, above: services.length }) }
      : { path, value: given };
  const subject =
    given === undefined
      ? `Take ${key} of ${service} away in ${environment}`
      : `Set ${key} of ${service} in ${environment} to ${shown(given)}`;
  const words = value === undefined ? "--unset" : JSON.stringify(value);
  return {
    verb: "set",
    change: { subject, files: [{ file, edits: [edit] }] },
    environments: [environment],
    home: environment,
    services: [service],
    judgedFrom: config,
    mayBeHeld: isSize,
    again: `./msa set ${environment} ${service} ${key} ${words} --apply`,
  };
}

function shown(value: unknown): string {
  return typeof value === "string" && /^[\w.:/-]{1,60}$/.test(value) ? value : show(value);
}
