import { isMap } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { ConfigError } from "../../config/config-error.ts";

/** Longest line that is written on one line when it need not be; that of the formatter. */
export const widest = 100;

/** A value on one line: text in quotes only where it would be something else without them. */
export function flowText(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? "[]" : `[${value.map(flowText).join(", ")}]`;
  if (isMap(value)) {
    const parts = Object.entries(value).map(([key, each]) => `${keyText(key)}: ${flowText(each)}`);
    return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
  }
  return scalarText(value, true);
}

/** A key as it is written. */
export function keyText(key: string): string {
  return isPlain(key, (text) => `{ ${text}: 1 }`, [key]) ? key : quoted(key);
}

/** A value that is neither map nor list. @param inFlow whether it stands in `{ … }` or `[ … ]`. */
export function scalarText(value: unknown, inFlow = false): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const around = (text: string) => (inFlow ? `{ a: ${text} }` : `a: ${text}`);
  return isPlain(value, around, ["a", value]) ? value : quoted(value);
}

/** Text in double quotes. */
export function quoted(value: string): string {
  // What JSON leaves as it is and the engine's YAML library refuses.
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Lines of a key and its value, without the last line break.
 *
 * @param indent the spaces before the key.
 * @param mayBeFlow whether a map may stand on the line of its key, when it fits there.
 */
export function linesOf(
  indent: string,
  key: string,
  value: unknown,
  mayBeFlow: (value: Readonly<Record<string, unknown>>) => boolean,
): readonly string[] {
  const head = `${indent}${keyText(key)}:`;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `${head} ${flowText(value)}`;
    if (line.length <= widest || value.length === 0) return [line];
    return [head, ...value.map((item) => `${inner}- ${flowText(item)}`)];
  }
  if (!isMap(value)) return [`${head} ${scalarText(value)}`];
  const line = `${head} ${flowText(value)}`;
  const entries = Object.entries(value);
  if (entries.length === 0 || (line.length <= widest && mayBeFlow(value))) return [line];
  const children = entries.flatMap(([name, each]) => linesOf(inner, name, each, mayBeFlow));
  return [head, ...children];
}

/** Words that older YAML, and so other people's tools, take for true, false or nothing. */
const olderWords = /^(y|n|yes|no|on|off)$/i;
/** What begins like a number and is certainly text: a version, a quantity, a host. */
const notNumbers = /^\d+(\.\d+){2,}([-.+][\w.+-]*)?$|^\d+(m|[KMGTPE]i?|[smhd])$/;

function isPlain(
  value: string,
  around: (text: string) => string,
  expected: readonly string[],
): boolean {
  if (/^[*&!?|>%@`'"#,{}[\]]/.test(value) || value.trim() !== value) return false;
  if (olderWords.test(value) || /[^\x20-\x7e\u00a1-\ufdff]/.test(value)) return false;
  if (/^[-+.\d]/.test(value) && !notNumbers.test(value)) return false;
  return says(around(value), expected);
}

/** True when the text is a map of the first word to the second; with one word, only the key counts. */
function says(text: string, [key = "", value]: readonly string[]): boolean {
  try {
    const read: unknown = parseYaml("", text).toJS();
    if (!isMap(read) || Object.keys(read).length !== 1 || !Object.hasOwn(read, key)) return false;
    return value === undefined || read[key] === value;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
