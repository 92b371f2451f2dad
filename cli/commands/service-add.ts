import { projectFileName } from "../../config/input.ts";
import { environments, type Config, type Environment } from "../../config/model.ts";
import { wholeNumber } from "../declared/whole-number.ts";
import { readText } from "../declared/change.ts";
import {
  declare,
  type Declaration,
  type Declared,
  type DeclareOptions,
  type DeclarePorts,
} from "../declared/declare.ts";
import { mapAt, projectPath } from "../declared/place-in-file.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";

/** A service that is to be. */
export interface NewService {
  readonly name: string;
  readonly team: string;
  readonly description: string;
  /** First version in all environments. */
  readonly version: string;
  readonly port?: string;
  /** Services that may call it, with commas between them. */
  readonly callers?: string;
  /** Seconds that what it keeps in Redis is kept. */
  readonly redisTtl?: string;
  /** It reads the name and password of a database. */
  readonly withDatabase?: boolean;
  /** Whose cluster `--apply` brings it to. */
  readonly applyTo: Environment;
}

/**
 * Adds a service: one entry in the catalogue, and with it the service in all environments.
 *
 * @throws CliError, exit code 2, for a name that is taken or a value that cannot be.
 */
export function serviceAdd(
  service: NewService,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => declarationOf(service), options, ports);
}

function declarationOf(service: NewService): Declaration {
  const { name, applyTo } = service;
  const text = readText(root, projectFileName);
  const catalogue = projectPath(projectFileName, text, "catalogue");
  const value = entryOf(service);
  const there = mapAt(projectFileName, text, catalogue)[name];
  // The same command again finds what it made, and goes on.
  if (there !== undefined && JSON.stringify(there) !== JSON.stringify(value)) {
    throw new CliError(
      `service: ${name} is in the catalogue already (found its entry in ${projectFileName}). ` +
        `Choose another name, or change it there; in one environment: ./msa set <environment> ${name} <key> <value>`,
      exitCodes.badInput,
    );
  }
  const edits = [{ path: [...catalogue, name], value }];
  return {
    verb: "service-add",
    change: { subject: `Add ${name}`, files: [{ file: projectFileName, edits }] },
    environments,
    home: applyTo,
    services: [name],
    notes: (after) => notesOn(name, after),
    again: `./msa service add ${name} … --apply ${applyTo}, with the same options`,
  };
}

function entryOf(service: NewService): Readonly<Record<string, unknown>> {
  const { team, description, version, port, callers, redisTtl, withDatabase } = service;
  return {
    team,
    description,
    version,
    ...(port !== undefined && { port: wholeNumber("--port", port) }),
    ...(callers !== undefined && { callers: callersIn(callers) }),
    ...(redisTtl !== undefined && {
      cache: { redis: { ttlSeconds: wholeNumber("--redis-ttl", redisTtl) } },
    }),
    ...(withDatabase === true && { secrets: { database: { keys: ["username", "password"] } } }),
  };
}

function callersIn(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.includes("")) return names;
  throw new CliError(
    `--callers: must be names of services with commas between them (found ${JSON.stringify(text)}). ` +
      "For example --callers order-service,user-service.",
    exitCodes.badInput,
  );
}

function notesOn(
  name: string,
  after: Readonly<Partial<Record<Environment, Config>>>,
): readonly string[] {
  const configs = Object.values(after);
  const hosts = configs.flatMap(({ services }) =>
    services.filter((each) => each.name === name).map(({ host }) => host),
  );
  const secrets = configs
    .flatMap(({ secrets: all }) => all.map((each) => each.name))
    .filter((each) => each.startsWith(`services/${name}/`));
  return [
    `Its hosts, which need a DNS record before they get a certificate: ${hosts.join(", ")}.`,
    ...(secrets.length === 0
      ? []
      : [
          `It reads ${[...new Set(secrets)].join(" and ")}. ` +
            "Set them in each environment: ./msa secrets set <environment> --all-missing",
        ]),
  ];
}
