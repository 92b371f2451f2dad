import semver from "semver";
import { text, tooLong, type Fault } from "./text.ts";

/** Longest tag of an image (OCI distribution specification). */
const longestTag = 128;

function versionFault(value: string): Fault | undefined {
  if (semver.valid(value) === value) return tooLong(value, longestTag);
  return { wrong: "must be an exact version such as 1.4.2", ...hintFor(value) };
}

function hintFor(value: string): Pick<Fault, "hint"> {
  const trimmed = value.trim();
  const withoutV = trimmed.replace(/^v/i, "");
  if (semver.valid(withoutV) === withoutV) return { hint: `Use ${withoutV}.` };
  if (/^[a-z]+$/i.test(trimmed)) {
    return { hint: "A name that moves cannot be rolled back to; write the version it means." };
  }
  if (trimmed.includes("+")) return { hint: "An image tag cannot have a `+` part; leave it out." };
  if (/^v?\d+(\.\d+)?$/i.test(trimmed)) return { hint: "Write all three numbers." };
  if (trimmed !== "" && semver.validRange(trimmed) !== null)
    return { hint: "Choose one version of the range." };
  return {};
}

/** An exact semantic version: no range, no `latest`, no leading v, no build part. */
export const version = (description: string) =>
  text(versionFault, {
    description,
    example: "1.4.2",
    pattern: "^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$",
  });
