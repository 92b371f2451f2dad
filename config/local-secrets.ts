import type { Document } from "yaml";
import { ConfigError } from "./config-error.ts";
import { configFromText } from "./from-text.ts";
import { parse } from "./parse.ts";
import { isMap, valueAt } from "./problem.ts";
import { ownNamespace } from "./schema/keys.ts";

type Values = Readonly<Record<string, unknown>>;

/** The keys whose values belong to the passphrase of one stack file. */
const secretKeys = ["secrets", "secretRevisions"];

/** A catalogue entry of which no secret has to have a value. */
export function withoutRequired(entry: Values): Values {
  const { secrets } = entry;
  if (!isMap(secrets)) return entry;
  const relaxed = Object.entries(secrets).map(([name, secret]) => [
    name,
    isMap(secret) ? { ...secret, required: false } : secret,
  ]);
  return { ...entry, secrets: Object.fromEntries(relaxed) as Values };
}

/**
 * Takes out the committed secrets, which another passphrase encrypts, and puts in those of an earlier
 * run that are still asked for.
 *
 * @param previous what the joined file of that run held.
 */
export function replaceSecrets(stack: Document, projectText: string, previous: unknown): void {
  for (const key of secretKeys) {
    stack.deleteIn(["config", key]);
    stack.deleteIn(["config", `${ownNamespace}:${key}`]);
  }
  const isAsked = askedFor(stack, projectText);
  for (const key of secretKeys) {
    const before = valueAt(previous, ["config", `${ownNamespace}:${key}`]);
    if (!isMap(before)) continue;
    const kept = Object.entries(before).filter(([name]) => isAsked(name));
    if (kept.length === 0) continue;
    stack.setIn(["config", `${ownNamespace}:${key}`], stack.createNode(Object.fromEntries(kept)));
  }
}

/** A file with a problem is looked at again by `parse`, which says what it is; then nothing is lost here. */
function askedFor(stack: Document, projectText: string): (name: string) => boolean {
  const environment = valueAt(stack.toJS(), ["config", `${ownNamespace}:environment`]);
  const stackText = stack.toString({ lineWidth: 0 });
  try {
    const { secrets } = parse(
      configFromText({ projectText, stackText, stack: String(environment) }),
    );
    const names = new Set(secrets.map(({ name }) => name));
    return (name) => names.has(name);
  } catch (error) {
    if (error instanceof ConfigError) return () => true;
    throw error;
  }
}
