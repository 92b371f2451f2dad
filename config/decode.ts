import { isTextKey, ownNamespace } from "./schema/keys.ts";
import type { ConfigInput } from "./input.ts";

/**
 * What the engine hands to a program, as values.
 *
 * The engine gives every value as a string: text as it is, everything else as JSON. Which of the two
 * it was is not said, so the schema decides: a key of text stays text, `3` of another key is a
 * number, and what is no JSON stays text for the schema to refuse.
 */
export function decodeEngineConfig(
  flat: Readonly<Record<string, string>>,
  secretKeys: readonly string[],
): Pick<ConfigInput, "values" | "secretKeys"> {
  const values = Object.entries(flat).map(([key, text]) => [key, decode(key, text)] as const);
  return { values: Object.fromEntries(values), secretKeys };
}

function decode(key: string, text: string): unknown {
  const isOurs = key.startsWith(`${ownNamespace}:`);
  if (!isOurs) return text;
  const isText = isTextKey(key.slice(ownNamespace.length + 1));
  // A map or list where text belongs is shown as what it is, not as JSON in quotes.
  if (isText && !/^[[{]/.test(text)) return text;
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
