import { deepJoin } from "../deep-join.ts";
import { isMap, show, valueAt } from "../problem.ts";
import { bytes, cacheSize, memory } from "../schema/quantity.ts";
import { valid, type Raw, type Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** What a service keeps and lets others keep, and who may call it from a browser. */
export function checkTraffic(raw: Raw, report: Report): void {
  const catalogue = raw["catalogue"];
  if (!isMap(catalogue)) return;
  for (const [name, entry] of Object.entries(catalogue)) {
    checkPaths(valueAt(entry, ["static", "paths"]), name, report);
    checkList(
      valueAt(entry, ["cors", "allowedOrigins"]),
      ["catalogue", name, "cors", "allowedOrigins"],
      report,
    );
    checkCacheSize(name, raw, report);
  }
}

/** A path twice, or below another one, says nothing new and is likelier a slip. */
function checkPaths(list: unknown, name: string, report: Report): void {
  if (!Array.isArray(list)) return;
  const folders = list.map((path: unknown) => (typeof path === "string" ? folder(path) : path));
  folders.forEach((own, position) => {
    const covering = folders.findIndex(
      (other, at) =>
        typeof own === "string" &&
        typeof other === "string" &&
        own.startsWith(other) &&
        (own === other ? at < position : true),
    );
    if (covering < 0) return;
    report(
      ["catalogue", name, "static", "paths", position],
      `must not be covered by another path, which is ${show(list[covering])} (found ${show(list[position])}). Remove one.`,
    );
  });
}

/** `/assets` and `/assets/` are one folder; `/assets-old` is another. */
function folder(path: string): string {
  return `${path.replace(/\/+$/, "")}/`;
}

/** A cache as big as the pod's memory gets the pod killed before it is full. */
function checkCacheSize(name: string, raw: Raw, report: Report): void {
  const path = ["cache", "memory", "size"];
  const size = valid(cacheSize, valueAt(raw["catalogue"], [name, ...path]));
  const profile = isMap(raw["profile"]) ? raw["profile"] : {};
  const exception = valueAt(raw["services"], [name, "profile"]);
  const joined = deepJoin(profile, isMap(exception) ? exception : {});
  const limit = valid(memory, valueAt(joined, ["limits", "memory"]));
  if (size === undefined || limit === undefined) return;
  if ((bytes(size) ?? 0) < (bytes(limit) ?? 0)) return;
  report(
    ["catalogue", name, ...path],
    `must be less than the memory a pod may use, which is ${limit} (found ${size}). ` +
      "Lower it, or raise limits.memory.",
  );
}
