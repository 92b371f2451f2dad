import { isMap, show, valueAt, type Path } from "../problem.ts";
import { autoscalingBounds } from "../schema/profile.ts";
import { bytes, cpu, memory, millicores } from "../schema/quantity.ts";
import { missing } from "../missing.ts";
import { deepJoin } from "../deep-join.ts";
import { valid, type Raw, type Report } from "./findings.ts";

/** One size as it will be, and which of its values the user wrote in the place looked at. */
export interface Subject {
  readonly joined: unknown;
  readonly own: unknown;
  readonly path: Path;
  readonly report: Report;
}

/** Requests against limits, and the bounds of the HPA, for the environment and each exception. */
export function checkProfiles(raw: Raw, report: Report): void {
  const profile = raw["profile"];
  checkSize({ joined: profile, own: profile, path: ["profile"], report });
  if (!isMap(raw["services"])) return;
  for (const [name, entry] of Object.entries(raw["services"])) {
    const own = valueAt(entry, ["profile"]);
    if (!isMap(own)) continue;
    const path = ["services", name, "profile"];
    const subject = { joined: deepJoin(isMap(profile) ? profile : {}, own), own, path, report };
    checkInherited(subject, isMap(profile));
    checkSize(subject);
  }
}

/** Requests against limits, and the bounds of an HPA. */
export function checkSize(subject: Subject): void {
  const cpuOf = (value: string) => millicores(value) ?? 0;
  const memoryOf = (value: string) => bytes(value) ?? 0;
  checkLimit(subject, "cpu", (value) => amount(valid(cpu, value), cpuOf));
  checkLimit(subject, "memory", (value) => amount(valid(memory, value), memoryOf));
  checkBounds(subject);
  checkBothScalers(subject);
}

function amount(quantity: string | undefined, of: (value: string) => number): number | undefined {
  return quantity === undefined ? undefined : of(quantity);
}

/** Kubernetes refuses a pod that asks for more than it may use. */
function checkLimit(
  subject: Subject,
  resource: "cpu" | "memory",
  of: (value: unknown) => number | undefined,
): void {
  const request = valueAt(subject.joined, ["requests", resource]);
  const limit = valueAt(subject.joined, ["limits", resource]);
  const [requested, allowed] = [of(request), of(limit)];
  if (requested === undefined || allowed === undefined || requested <= allowed) return;
  const where = own(subject, ["requests", resource], ["limits", resource]);
  if (where === undefined) return;
  const isRequest = where[0] === "requests";
  subject.report(
    [...subject.path, ...where],
    isRequest
      ? `must be at most limits.${resource}, which is ${String(limit)} (found ${String(request)}). Lower the request or raise the limit.`
      : `must be at least requests.${resource}, which is ${String(request)} (found ${String(limit)}). Raise the limit or lower the request.`,
  );
}

function checkBounds(subject: Subject): void {
  const { min: minShape, max: maxShape } = autoscalingBounds.shape;
  const min = valid(minShape, valueAt(subject.joined, ["autoscaling", "min"]));
  const max = valid(maxShape, valueAt(subject.joined, ["autoscaling", "max"]));
  if (min === undefined || max === undefined || min <= max) return;
  const where = own(subject, ["autoscaling", "min"], ["autoscaling", "max"]);
  if (where === undefined) return;
  subject.report(
    [...subject.path, ...where],
    where[1] === "min"
      ? `must be at most autoscaling.max, which is ${max} (found ${min}). Lower min or raise max.`
      : `must be at least autoscaling.min, which is ${min} (found ${max}). Raise max or lower min.`,
  );
}

/** A VPA that moves requests moves the HPA's yardstick, and both chase each other. */
function checkBothScalers(subject: Subject): void {
  const hasHorizontal = isMap(valueAt(subject.joined, ["autoscaling"]));
  const mode = valueAt(subject.joined, ["verticalAutoscaling"]);
  if (!hasHorizontal || mode !== "auto") return;
  const where = own(subject, ["verticalAutoscaling"], ["autoscaling"]);
  if (where === undefined) return;
  subject.report(
    [...subject.path, ...where],
    `must not go together with ${where[0] === "autoscaling" ? "verticalAutoscaling" : "autoscaling"}, ` +
      `since both would move the same requests (found ${show(valueAt(subject.joined, where))}). ` +
      'Use verticalAutoscaling "off", or autoscaling false.',
  );
}

/** The first of `paths` that the user wrote here; undefined when all came from the environment. */
function own(subject: Subject, ...paths: readonly Path[]): Path | undefined {
  return paths.find((path) => valueAt(subject.own, path) !== undefined);
}

/** An exception may leave out a bound only when the environment has one. */
function checkInherited(subject: Subject, hasProfile: boolean): void {
  const autoscaling = valueAt(subject.joined, ["autoscaling"]);
  if (!hasProfile || !isMap(autoscaling)) return;
  if (!isMap(valueAt(subject.own, ["autoscaling"]))) return;
  for (const bound of Object.keys(autoscalingBounds.shape)) {
    if (autoscaling[bound] === undefined) {
      const path = [...subject.path, "autoscaling", bound];
      const reason = "is missing, and the environment's profile has none to take.";
      subject.report(path, missing(path).replace("is missing.", reason));
    }
  }
}
