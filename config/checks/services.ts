import { missing } from "../missing.ts";
import { isMap, show, valueAt, type Path } from "../problem.ts";
import { domain, hostSuffix, longestHost, serviceName } from "../schema/names.ts";
import { didYouMean, suggest } from "../suggest.ts";
import { valid, type Raw, type Report } from "./findings.ts";

/** Catalogue and stack file name the same services, and callers are services of the catalogue. */
export function checkServices(raw: Raw, report: Report): void {
  const catalogue = raw["catalogue"];
  if (!isMap(catalogue)) return;
  const names = Object.keys(catalogue);
  if (names.length === 0) {
    report(["catalogue"], "must have at least one service (found none). Add one.");
  }
  checkHosts(names, raw, report);
  for (const [name, entry] of Object.entries(catalogue)) {
    checkList(valueAt(entry, ["callers"]), ["catalogue", name, "callers"], report, (caller) =>
      callerFault(caller, name, names),
    );
  }
  if (isMap(raw["services"])) checkEntries(catalogue, raw["services"], report);
}

/** No entry twice; `fault` says what else is wrong with one. Entries of a wrong type are skipped. */
export function checkList(
  list: unknown,
  path: Path,
  report: Report,
  fault: (item: string) => string | undefined = () => undefined,
): void {
  if (!Array.isArray(list)) return;
  list.forEach((item: unknown, position) => {
    if (typeof item !== "string") return;
    const message =
      list.indexOf(item) < position
        ? `must be listed once (found ${show(item)} again). Remove one.`
        : fault(item);
    if (message !== undefined) report([...path, position], message);
  });
}

function callerFault(caller: string, name: string, names: readonly string[]): string | undefined {
  if (caller === name) {
    return `must be another service (found ${show(caller)}, the service itself). Remove it.`;
  }
  // A name of the wrong form has been reported as such.
  if (names.includes(caller) || valid(serviceName, caller) === undefined) return undefined;
  const others = names.filter((other) => other !== name);
  return (
    `must be a service of the catalogue (found ${show(caller)}).` +
    (didYouMean(caller, others) || " Add it to the catalogue, or remove it here.")
  );
}

function checkEntries(catalogue: Raw, services: Raw, report: Report): void {
  const names = Object.keys(catalogue);
  const entries = Object.keys(services);
  const hasVersion = (name: string) => valueAt(catalogue, [name, "version"]) !== undefined;
  const unknown = entries.filter((entry) => !names.includes(entry));
  const absent = names.filter((name) => !entries.includes(name));
  // One slip of the finger is one problem: the name that was meant is not also reported as absent.
  const meant = new Set<string>();
  for (const entry of unknown) {
    const similar = suggest(entry, absent);
    if (similar !== undefined) meant.add(similar);
    report(
      ["services", entry],
      `no such service.${didYouMean(entry, absent) || didYouMean(entry, names)}` +
        " Services are listed under catalogue in Pulumi.yaml.",
    );
  }
  for (const name of names.filter((each) => !hasVersion(each) && isMap(services[each]))) {
    const path = ["services", name, "version"];
    if (valueAt(services, [name, "version"]) === undefined) report(path, missing(path));
  }
  for (const name of absent.filter((each) => !meant.has(each) && !hasVersion(each))) {
    report(
      ["services", name],
      `is missing, and the catalogue has it. Add \`${name}: { version: 1.0.0 }\` with the version to run.`,
    );
  }
}

/** A label cannot be too long: a service's name and the suffix have their own bounds. */
function checkHosts(names: readonly string[], raw: Raw, report: Report): void {
  const suffix = valid(hostSuffix, raw["hostSuffix"]);
  const parent = valid(domain, raw["domain"]);
  if (suffix === undefined || parent === undefined) return;
  const lengths = names
    .filter((name) => valid(serviceName, name) !== undefined)
    .map((name) => `${name}${suffix}.${parent}`.length);
  const longest = Math.max(0, ...lengths);
  if (longest > longestHost) {
    report(
      ["domain"],
      `must leave every service a host of at most ${longestHost} characters (found ${longest}). ` +
        "Shorten the domain or the service's name.",
    );
  }
}
