import type { Step } from "./field-path.ts";

/**
 * Why a change says nothing by itself: it follows from another one that the report names too, or comes
 * out differently each time.
 */
export type Noise = "checksum" | "version label" | "generated" | "order of work";

/** Labels that charts put on every object; what a new version really changes is beside them. */
const versionLabels = ["helm.sh/chart", "app.kubernetes.io/version"];

const checksum = /(^|[/.-])checksum([/.-]|$)/i;

/** The kind of noise that a changed field is; undefined when it matters. */
export function noiseOf(steps: readonly Step[]): Noise | undefined {
  const last = steps.at(-1);
  const parent = steps.at(-2);
  if (typeof last !== "string") return isDependency(steps) ? "order of work" : undefined;
  if (parent === "annotations" && checksum.test(last)) return "checksum";
  // A hash of the values, which only makes the engine wait for the right revision.
  if (last === "msaRevision") return "checksum";
  if (typeof parent === "string" && /labels$/i.test(parent) && versionLabels.includes(last)) {
    return "version label";
  }
  return isDependency(steps) ? "order of work" : undefined;
}

/** What Pulumi does first changes nothing on the cluster. */
function isDependency(steps: readonly Step[]): boolean {
  return steps[0] === "pulumi" && steps[1] === "dependsOn";
}
