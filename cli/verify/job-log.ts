import type { CheckResult } from "../../verify/checks/check-service.ts";

/** The results in the log of a Job; other lines, such as warnings of Node, are none. */
export function resultsIn(log: string): CheckResult[] {
  return log.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      const value = JSON.parse(line) as Partial<CheckResult>;
      return typeof value.url === "string" && typeof value.ok === "boolean"
        ? [value as CheckResult]
        : [];
    } catch {
      return []; // Cut off where the Job was ended.
    }
  });
}
