import { LineCounter, parseDocument, visit, type Document, type ScalarTag } from "yaml";
import { ConfigError } from "./config-error.ts";

/** Text of a file in UTF-8, with or without a byte order mark. Throws a ConfigError otherwise. */
export function decodeText(file: string, content: Uint8Array): string {
  const [first, second] = content;
  const hasWideMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (hasWideMark || content.includes(0)) {
    throw notUtf8(file, "UTF-16 or binary content");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw notUtf8(file, "bytes that are not");
  }
}

function notUtf8(file: string, found: string): ConfigError {
  const message = `must be text in UTF-8 (found ${found}). Save it again as UTF-8.`;
  return new ConfigError([{ file, where: "whole file", message }]);
}

/** Forms that YAML 1.2 dropped and the engine's library still reads as numbers: 0644 and 1_000. */
const integer: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^[-+]?(0[0-9_]+|[0-9]+_[0-9_]*)$/,
  resolve: (text) => {
    const digits = text.replaceAll("_", "");
    return /^[-+]?0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  },
};

/** One YAML document. Throws a ConfigError with line and column of everything that is not YAML. */
export function parseYaml(file: string, text: string): Document {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    // The engine's YAML library knows merge keys, and takes an unquoted date for a point in time.
    merge: true,
    customTags: (tags) => [integer, ...tags, "timestamp"],
    prettyErrors: false,
  });
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map((error) => {
        const { line, col } = lineCounter.linePos(error.pos[0]);
        return { file, where: `line ${line}, column ${col}`, message: inOurWords(error, text) };
      }),
    );
  }
  refuseUnknownAliases(file, document, lineCounter);
  return document;
}

/** The library says so only when the values are asked for, and not where. */
function refuseUnknownAliases(file: string, document: Document, lineCounter: LineCounter): void {
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const { line, col } = lineCounter.linePos(alias.range?.[0] ?? 0);
      const message = `must name an anchor that stands before it (found "*${alias.source}"). Correct it, or put text in quotes.`;
      throw new ConfigError([{ file, where: `line ${line}, column ${col}`, message }]);
    },
  });
}

function inOurWords(error: Document["errors"][number], text: string): string {
  switch (error.code) {
    case "DUPLICATE_KEY": {
      const key = /^[^:\s]+(:[^:\s]+)?/.exec(text.slice(error.pos[0]))?.[0] ?? "a key";
      return `must not have a key twice (found ${JSON.stringify(key)} again). Remove one of the two.`;
    }
    case "TAB_AS_INDENT":
      return "must be indented with spaces (found a tab). Replace it.";
    case "MULTIPLE_DOCS":
      return "must be one YAML document (found a second). Remove it.";
    default:
      return `must be valid YAML (found: ${error.message.split("\n")[0]?.replace(/[.:]$/, "") ?? ""}). Correct it.`;
  }
}
