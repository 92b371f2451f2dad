import { projectFileName } from "../../config/input.ts";
import { environments, type Environment } from "../../config/model.ts";
import { all, didYouMean } from "../../config/suggest.ts";
import { isMap } from "../../config/problem.ts";
import { readText, type FileEdits } from "../declared/change.ts";
import {
  declare,
  type Declaration,
  type Declared,
  type DeclareOptions,
  type DeclarePorts,
} from "../declared/declare.ts";
import type { Edit } from "../declared/edit.ts";
import { refuseHeld } from "../declared/hold.ts";
import { mapAt, projectPath, stackPath } from "../declared/place-in-file.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { configOf } from "../stack-config.ts";

/** A service that is to go. */
export interface Removal {
  readonly name: string;
  /** Also take its name out of the callers of others. */
  readonly alsoAsCaller?: boolean;
}

/**
 * Takes a service away from the catalogue, and everything that names it from all files: its entries, its
 * secrets, its routes of notifications, its place in sync windows.
 *
 * @throws CliError, exit code 2, when there is no such service, others let it call them, or it is held.
 */
export function serviceRemove(
  removal: Removal,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => declarationOf(removal), options, ports);
}

function declarationOf({ name, alsoAsCaller = false }: Removal): Declaration {
  const text = readText(root, projectFileName);
  const catalogue = projectPath(projectFileName, text, "catalogue");
  const entries = mapAt(projectFileName, text, catalogue);
  refuseUnknown(name, Object.keys(entries));
  const others = Object.entries(entries).filter(([, entry]) => callersOf(entry).includes(name));
  if (others.length > 0 && !alsoAsCaller)
    throw stillCalls(
      name,
      others.map(([other]) => other),
    );
  for (const environment of environments) refuseHeld(configOf(environment), [name]);
  const byService = [...projectPath(projectFileName, text, "notifications"), "byService"];
  const project: FileEdits = {
    file: projectFileName,
    edits: [
      ...others.map(([other, entry]) =>
        withoutItem([...catalogue, other, "callers"], callersOf(entry), name),
      ),
      { path: whole(mapAt(projectFileName, text, byService), byService, name) },
      { path: [...catalogue, name] },
    ],
  };
  return {
    verb: "service-remove",
    change: {
      subject: `Remove ${name}`,
      files: [project, ...environments.map((each) => editsOf(each, name))],
    },
    environments,
    home: "development",
    services: [name],
    notes: () => [
      "Argo CD deletes what runs with the next apply of each environment. What the service keeps elsewhere, such as a database, stays.",
    ],
    again: `./msa service remove ${name}`,
  };
}

function refuseUnknown(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new CliError(
    `service: there is no service "${name}".${didYouMean(name, names)} ` +
      `Services are ${names.join(", ")}; they are listed under catalogue in ${projectFileName}.`,
    exitCodes.badInput,
  );
}

function stillCalls(name: string, others: readonly string[]): CliError {
  return new CliError(
    `${name}: may call ${all(others)}, whose callers name it in ${projectFileName}. ` +
      "Make sure nothing is lost by that, then add --also-as-caller to take it out there too.",
    exitCodes.badInput,
  );
}

function callersOf(entry: unknown): readonly string[] {
  const callers = isMap(entry) ? entry["callers"] : undefined;
  return Array.isArray(callers) ? callers.filter((each) => typeof each === "string") : [];
}

/** A list without one of its items; one that becomes empty goes. */
function withoutItem(path: readonly string[], list: readonly string[], item: string): Edit {
  const rest = list.filter((each) => each !== item);
  return rest.length === 0 ? { path } : { path, value: rest };
}

/** The path of a key, or of the map it is in when it is the only one there. */
function whole(
  map: Readonly<Record<string, unknown>>,
  path: readonly string[],
  key: string,
): readonly string[] {
  const isOnly = Object.hasOwn(map, key) && Object.keys(map).length === 1;
  return isOnly ? path : [...path, key];
}

/** What names the service in one environment's file. */
function editsOf(environment: Environment, name: string): FileEdits {
  const file = `Pulumi.${environment}.yaml`;
  const text = readText(root, file);
  const at = (key: string) => stackPath(file, text, key);
  const secrets = ["secrets", "secretRevisions"].flatMap((key) => secretEdits(key, name));
  return { file, edits: [{ path: [...at("services"), name] }, ...windowEdits(), ...secrets] };

  function secretEdits(key: string, service: string): readonly Edit[] {
    const path = at(key);
    const names = Object.keys(mapAt(file, text, path));
    const own = names.filter((each) => each.startsWith(`services/${service}/`));
    if (own.length > 0 && own.length === names.length) return [{ path }];
    return own.map((each) => ({ path: [...path, each] }));
  }

  /** A list is written as a whole; a window that was for this service alone goes with it. */
  function windowEdits(): readonly Edit[] {
    const path = [...at("sync"), "windows"];
    const windows: unknown = mapAt(file, text, at("sync"))["windows"];
    if (!Array.isArray(windows)) return [];
    const servicesOf = (window: unknown): readonly unknown[] => {
      const listed: unknown = isMap(window) ? window["services"] : undefined;
      return Array.isArray(listed) ? listed : [];
    };
    if (!windows.some((window) => servicesOf(window).includes(name))) return [];
    const rest = windows.flatMap((window: unknown) => {
      const listed = servicesOf(window);
      if (!isMap(window) || !listed.includes(name)) return [window];
      const left = listed.filter((each) => each !== name);
      // Without a service it would be for all of them.
      return left.length === 0 ? [] : [{ ...window, services: left }];
    });
    return [rest.length === 0 ? { path } : { path, value: rest }];
  }
}
