import type { Step } from "./field-path.ts";
import { isMap } from "./json-value.ts";

/** Stands in a report for a value that nobody is shown. */
export interface Hidden {
  readonly hidden: true;
}

const hidden: Hidden = { hidden: true };

/** Names of fields and variables that hold a credential; names of Secrets that hold one are no secret. */
const holdsCredential =
  /(password|passwd|passphrase|token|secret|api_?key|private_?key|access_?key|credentials?|dsn|connection_?string)$/i;
const namesCredential = /^(existing|image_?pull)_?secret$|^secret$/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const urlWithPassword = /\w+:\/\/[^/\s:@]*:[^/\s@]+@/;

/** True when nothing of a Kubernetes object of this kind below these steps may be shown. */
function isSecretField(kind: string, steps: readonly Step[]): boolean {
  if (kind === "ConfigSecret") return true;
  return kind === "Secret" && (steps[0] === "data" || steps[0] === "stringData");
}

/**
 * A value as a report may show it: contents of Secrets, fields and variables named like a credential,
 * private keys and URLs with a password become `{hidden: true}`.
 *
 * @param kind of the object that the value is in.
 */
export function shown(kind: string, steps: readonly Step[], value: unknown): unknown {
  if (isSecretField(kind, steps)) return hidden;
  const last = steps.at(-1);
  const name = typeof last === "object" ? last.item : String(last ?? "");
  if (isMap(value)) return value["secret"] === true ? hidden : shownMap(kind, steps, value);
  if (Array.isArray(value)) return value.map((item, at) => shown(kind, [...steps, at], item));
  if (typeof value !== "string" || value === "") return value;
  return isCredential(variableName(steps) ?? name, value) ? hidden : value;
}

function shownMap(kind: string, steps: readonly Step[], value: Readonly<Record<string, unknown>>) {
  const variable = value["name"];
  const isVariable = typeof variable === "string" && typeof value["value"] === "string";
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const below = isVariable && key === "value" ? [{ item: variable }, key] : [key];
      return [key, shown(kind, [...steps, ...below], item)];
    }),
  );
}

/** In `env[DB_PASSWORD].value` it is the variable that has the telling name. */
function variableName(steps: readonly Step[]): string | undefined {
  const before = steps.at(-2);
  return steps.at(-1) === "value" && typeof before === "object" ? before.item : undefined;
}

function isCredential(name: string, value: string): boolean {
  if (privateKey.test(value) || urlWithPassword.test(value)) return true;
  return holdsCredential.test(name) && !namesCredential.test(name);
}

/** True for what `shown` puts in place of a secret. */
export function isHidden(value: unknown): value is Hidden {
  return isMap(value) && value["hidden"] === true && Object.keys(value).length === 1;
}
