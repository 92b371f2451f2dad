import type { Config } from "../config/model.ts";
import type { Finding } from "./finding.ts";
import { titleOf } from "./model/subject.ts";
import { placeOf } from "./origin/place.ts";

/**
 * `<Kind> <namespace>/<name> container "<c>": <path> is <actual>, must be <expected> for <environment>. Set … [origin]`
 *
 * One defect, in the present, with where it comes from and what to set.
 */
export function messageOf(finding: Finding, remediation: string, config: Config): string {
  const { subject, container, path, actual, expected } = finding;
  const within = container === undefined ? "" : ` container "${container}"`;
  const { origin, set } = placeOf(finding, config);
  const advice = set === undefined ? remediation : `Set ${set}.`;
  return (
    `${titleOf(subject)}${within}: ${path} is ${actual}, must be ${expected} ` +
    `for ${config.environment}. ${advice} [${origin}]`
  );
}
