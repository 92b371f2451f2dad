/** A value that must stay where it belongs, and the name it is spoken of by. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** One way a canary could be written down, as bytes to look for. */
export interface Form {
  readonly canary: string;
  /** Such as `raw` or `base64`. */
  readonly form: string;
  readonly bytes: Buffer;
}

/** Shorter texts turn up by chance. */
const shortest = 6;

/** A line of a key file is as good as the whole; shorter ones, and the first and the last, are no secret. */
const longestLineByChance = 24;

/**
 * Every form of a canary that programs write by themselves: as it is, line by line, in JSON (also in Go's,
 * in ASCII alone, and in a text within JSON), in a URL, in YAML's single quotes, in base64 with whatever
 * stands before it, in base64 of JSON and of base64, in hexadecimal.
 */
export function formsOf({ name, value }: Canary): readonly Form[] {
  const texts: (readonly [string, string])[] = [
    ["raw", value],
    ...linesOf(value).map((line) => ["line", line] as const),
    ...jsonForms(value).map((text) => ["json", text] as const),
    ...urlForms(value).map((text) => ["url", text] as const),
    ["yaml", value.replaceAll("'", "''")],
    ["hex", Buffer.from(value).toString("hex")],
  ];
  const packed = [value, ...jsonForms(value)].flatMap(base64Forms);
  for (const text of packed) texts.push(["base64", text]);
  for (const text of base64Forms(Buffer.from(value).toString("base64"))) {
    texts.push(["base64 of base64", text]);
  }
  const seen = new Set<string>();
  return texts
    .filter(([, text]) => text.length >= shortest && !seen.has(text) && seen.add(text))
    .map(([form, text]) => ({ canary: name, form, bytes: Buffer.from(text) }));
}

function linesOf(value: string): string[] {
  return value
    .split("\n")
    .filter(
      (line) => line.length > longestLineByChance && !line.startsWith("-----") && line !== value,
    );
}

/** The inside of a JSON string, without the quotes. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function jsonForms(value: string): string[] {
  const once = inJson(value);
  const escaped = (pattern: RegExp) =>
    once.replaceAll(pattern, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const all = [once, escaped(/[<>&]/g), escaped(/[^ -~]/g), escaped(/[<>&]|[^ -~]/g)];
  return [...all, ...all.map(inJson)];
}

function urlForms(value: string): string[] {
  const component = encodeURIComponent(value);
  // Go's url.QueryEscape and PathEscape, Python's quote: all differ in which signs they leave.
  const strict = component.replaceAll(/[!'()*~]/g, hexSign);
  const all = [
    ...[component, strict, encodeURI(value)],
    new URLSearchParams([["", value]]).toString().slice(1),
    strict.replaceAll(/%(24|26|2B|3A|3D|40)/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    ),
  ];
  return [...all, ...all.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, lowerCase))];
}

function hexSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

/** The signs that do not depend on what stands before and behind, for each of the three places to begin. */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  const all = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return text.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [...all, ...all.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
}
