import { createHash } from "node:crypto";

import { isFields } from "./model/read.ts";
import type { Subject } from "./model/subject.ts";

/** One defect of one object, before it is known under which rule and at which level. */
export interface Finding {
  readonly subject: Subject;
  /** Name of the container it is about; absent for the object itself. */
  readonly container?: string;
  /** Dotted path of the field in the object. */
  readonly path: string;
  /** What is there, as a person would write it. */
  readonly actual: string;
  /** Completes "must be …". */
  readonly expected: string;
  /** Value of the service chart that decides it, such as `autoscaling.minReplicas`. */
  readonly setting?: string;
}

const longestShown = 60;
/** Text that would be read as a number, a truth value or nothing. */
const looksLikeAnother = /^(|true|false|null|-?\d+(\.\d+)?)$/;

/** A value as a message shows it: on one line, short, `not set` for nothing. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  if (typeof value === "string")
    return looksLikeAnother.test(value) ? `"${value}"` : shortened(value);
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    return shortened(`[${value.join(", ")}]`);
  }
  if (Array.isArray(value) || isFields(value)) return shortened(JSON.stringify(value));
  return shortened(JSON.stringify(value));
}

/** Stands for a value that must not be shown, and still tells two of them apart. */
export function redacted(value: string): string {
  return `sha256:${createHash("sha256").update(value).digest("hex").slice(0, 8)}`;
}

function shortened(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
