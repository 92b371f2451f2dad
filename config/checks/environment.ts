import { isEnvironment, noSuchEnvironment } from "../environments.ts";
import { show } from "../problem.ts";
import type { Raw, Report } from "./findings.ts";

/** The stack is an environment, and the file says the same one. */
export function checkEnvironment(stack: string, raw: Raw, report: Report): void {
  if (!isEnvironment(stack)) {
    report(["stack"], noSuchEnvironment(stack));
    return;
  }
  const { environment } = raw;
  if (typeof environment !== "string" || !isEnvironment(environment)) return;
  if (environment !== stack) {
    report(
      ["environment"],
      `must be ${stack}, the name of the stack (found ${show(environment)}). ` +
        `Correct the line, or choose the stack ${environment}.`,
    );
  }
}
