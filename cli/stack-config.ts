import { readFileSync } from "node:fs";

import { ConfigError } from "../config/config-error.ts";
import { isEnvironment, noSuchEnvironment } from "../config/environments.ts";
import type { Config, Environment, Service } from "../config/model.ts";
import type { ConfigInput } from "../config/input.ts";
import { parse } from "../config/parse.ts";
import { configFromText, readConfigFiles } from "../config/read-files.ts";
import { siblingInputs } from "../config/siblings.ts";
import { didYouMean } from "../config/suggest.ts";
import { CliError, exitCodes } from "./errors.ts";
import { projectFile, root, stackFile } from "./paths.ts";

/** The environment a person named; refuses others with the nearest name. */
export function environmentNamed(name: string): Environment {
  if (isEnvironment(name)) {
    return name;
  }
  throw new CliError(`environment: ${noSuchEnvironment(name)}`, exitCodes.badInput);
}

/**
 * The finished configuration of an environment.
 *
 * @param file the stack file to read; a local run passes its joined one. @default the committed one
 */
export function configOf(environment: Environment, file = stackFile(environment)): Config {
  return parsed(() => readConfigFiles({ projectFile, stackFile: file, stack: environment }));
}

/** The same, of a stack file that is not written yet. */
export function configOfText(environment: Environment, stackText: string): Config {
  const projectText = readFileSync(projectFile, "utf8");
  return parsed(() => {
    const siblings = siblingInputs(root, projectText, environment);
    return configFromText({ projectText, stackText, stack: environment, siblings });
  });
}

function parsed(read: () => ConfigInput): Config {
  try {
    return parse(read());
  } catch (error) {
    throw error instanceof ConfigError ? new CliError(error.message, exitCodes.badInput) : error;
  }
}

/** Stands for every service of an environment. */
export const everyService = "all";

/**
 * The service of a name, or every one for `all`.
 *
 * @throws CliError for a name that no service has.
 */
export function servicesNamed(config: Config, name: string): readonly Service[] {
  return name === everyService ? config.services : [serviceOf(config, name)];
}

/** The same for one service. */
export function serviceOf(config: Config, name: string): Service {
  const known = serviceNamed(config, name);
  return config.services.find((service) => service.name === known) as Service;
}

/** The service a person named; refuses others with the nearest name. */
export function serviceNamed(config: Config, name: string): string {
  const names = config.services.map((service) => service.name);
  if (names.includes(name)) {
    return name;
  }
  throw new CliError(
    `service: there is no service "${name}".${didYouMean(name, names)} ` +
      `Services are ${names.join(", ")}; they are listed under catalogue in Pulumi.yaml.`,
    exitCodes.badInput,
  );
}
