import { isMap, show, valueAt } from "../problem.ts";
import { didYouMean } from "../suggest.ts";
import type { Raw, Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** Windows are for services that there are, and none is there twice. */
export function checkSyncWindows(raw: Raw, report: Report): void {
  const windows = valueAt(raw["sync"], ["windows"]);
  if (!Array.isArray(windows)) return;
  const services = isMap(raw["catalogue"]) ? Object.keys(raw["catalogue"]) : undefined;
  const identities = windows.map((window: unknown) => identityOf(window));
  for (const [at, window] of windows.entries()) {
    const path = ["sync", "windows", at];
    checkList(valueAt(window, ["services"]), [...path, "services"], report, (name) =>
      services === undefined || services.includes(name)
        ? undefined
        : `must be a service of the catalogue (found ${show(name)}).` +
          (didYouMean(name, services) || " Add it to the catalogue, or remove it here."),
    );
    const first = identities.indexOf(identities[at]);
    if (identities[at] !== undefined && first < at) {
      report(
        path,
        `must not be a window that is there already (found the same as sync.windows[${first}]). ` +
          "Argo CD refuses it. Remove one.",
      );
    }
  }
}

/** What Argo CD tells windows apart by: all but `manualSync` and `description`. */
function identityOf(window: unknown): string | undefined {
  if (!isMap(window)) return undefined;
  const { kind, schedule, duration, timeZone = "Asia/Seoul", services = [] } = window;
  const sorted = Array.isArray(services)
    ? (services as unknown[]).map((each) => JSON.stringify(each)).sort()
    : [];
  return JSON.stringify([kind, schedule, duration, timeZone, sorted]);
}
