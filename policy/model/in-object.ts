import { show, type Finding } from "../finding.ts";
import { at } from "./read.ts";
import type { Subject } from "./subject.ts";

/** A finding about a field of an object; what is there is read from it unless it is given. */
export function inObject(
  subject: Subject,
  path: string,
  expected: string,
  extra: { readonly actual?: string; readonly setting?: string } = {},
): Finding {
  return {
    subject,
    path,
    actual: extra.actual ?? show(at(subject.object, path)),
    expected,
    ...(extra.setting !== undefined && { setting: extra.setting }),
  };
}
