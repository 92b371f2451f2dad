import type { Environment } from "../../config/model.ts";
import { readText } from "../declared/change.ts";
import {
  declare,
  type Declaration,
  type Declared,
  type DeclareOptions,
  type DeclarePorts,
} from "../declared/declare.ts";
import { pathToRemove } from "../declared/path-to-remove.ts";
import type { Hold } from "../declared/hold.ts";
import { stackPath } from "../declared/place-in-file.ts";
import { nameOfPerson } from "../delivered/identity.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { configOf, serviceOf } from "../stack-config.ts";

/** Which service is held where, and why. */
export interface Holding {
  readonly environment: Environment;
  readonly service: string;
  readonly reason: string;
}

/**
 * Holds a service in an environment: no verb and no workflow changes what runs of it.
 *
 * @throws CliError, exit code 2, when somebody holds it already.
 */
export function holdSet(
  holding: Holding,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => holdOf(holding), options, ports);
}

async function holdOf({ environment, service: named, reason }: Holding): Promise<Declaration> {
  const { name, hold: there } = serviceOf(configOf(environment), named);
  if (there !== undefined && there.reason !== reason) {
    throw new CliError(
      `${name}: is held in ${environment} already (found "${there.reason}", by ${there.by} since ${there.since}). ` +
        `Release that first: ./msa hold release ${environment} ${name}`,
      exitCodes.badInput,
    );
  }
  const hold: Hold = there ?? { reason, by: await nameOfPerson({ root }), since: now() };
  const { file, path } = placeOf(environment, name);
  const change = {
    subject: `Hold ${name} in ${environment}`,
    files: [{ file, edits: [{ path, value: hold }] }],
  };
  const again = `./msa hold set ${environment} ${name} --reason ${JSON.stringify(reason)}`;
  return declarationOf(environment, name, { change, again });
}

/** Releases a service; one that nobody holds stays as it is. */
export function holdRelease(
  held: Omit<Holding, "reason">,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => releaseOf(held), options, ports);
}

function releaseOf({ environment, service: named }: Omit<Holding, "reason">): Declaration {
  const { name } = serviceOf(configOf(environment), named);
  const { file, text, path, above } = placeOf(environment, name);
  const change = {
    subject: `Release ${name} in ${environment}`,
    files: [{ file, edits: [{ path: pathToRemove(file, text, { path, above }) }] }],
  };
  const again = `./msa hold release ${environment} ${name}`;
  return declarationOf(environment, name, { change, again });
}

function placeOf(environment: Environment, name: string) {
  const file = `Pulumi.${environment}.yaml`;
  const text = readText(root, file);
  const services = stackPath(file, text, "services");
  return { file, text, path: [...services, name, "hold"], above: services.length };
}

function declarationOf(
  environment: Environment,
  name: string,
  { change, again }: Pick<Declaration, "change" | "again">,
): Declaration {
  return {
    verb: "hold",
    change,
    environments: [environment],
    home: environment,
    services: [name],
    mayBeHeld: true,
    hasEffects: false,
    again,
  };
}

/** To the second: nobody holds a service for less. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
