import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMap, isScalar, parse, parseDocument } from "yaml";
import type { Pair } from "yaml";

/** The parts of a JSON schema that the page shows. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
}

interface Row {
  readonly key: string;
  readonly kind: string;
  readonly fallback: string;
  readonly description: string;
}

/** Top-level values under one comment, and everything below them. */
interface Section {
  readonly title: string;
  readonly comment: string;
  readonly rows: readonly Row[];
}

/**
 * The README of a chart's folder: what Chart.yaml says of it, then every value. The sentence of a
 * section is the comment in values.yaml, the default its value there; type, bounds and description
 * come from values.schema.json. Throws when a value is not in the schema.
 */
export async function chartReadme(folder: string): Promise<string> {
  const read = (file: string) => readFile(path.join(folder, file), "utf8");
  const chart = parse(await read("Chart.yaml")) as Record<string, unknown>;
  const schema = JSON.parse(await read("values.schema.json")) as Schema;
  const sections = sectionsOf(await read("values.yaml"), schema);
  const lines = [
    `# ${String(chart["name"])}`,
    "",
    `${String(chart["description"])} Version ${String(chart["version"])}, for Kubernetes ${String(chart["kubeVersion"])}.`,
    "",
    "This page is made from `values.yaml` and `values.schema.json` by `npm run generate`; edit those.",
    "Every key but those below `global` is checked: one that is not on this page is refused.",
    "",
    "## Values",
    ...sections.flatMap(sectionLines),
  ];
  return `${lines.join("\n")}\n`;
}

function sectionsOf(valuesText: string, schema: Schema): readonly Section[] {
  const document = parseDocument(valuesText);
  const { contents } = document;
  if (!isMap(contents)) throw new Error("values.yaml: must be a map. Write key: value.");
  const values = document.toJS() as Record<string, unknown>;
  const sections: Section[] = [];
  for (const pair of contents.items) {
    const key = keyOf(pair);
    const rows = rowsOf(key, values[key], at(schema, key, key));
    // The parser gives the first comment of a file to the map as a whole.
    const comment = commentOf(pair) ?? (sections.length === 0 ? contents.commentBefore : undefined);
    const last = sections.at(-1);
    if (comment === undefined && last !== undefined) {
      sections.splice(-1, 1, {
        ...last,
        title: `${last.title}, ${key}`,
        rows: [...last.rows, ...rows],
      });
    } else {
      sections.push({ title: key, comment: unwrap(comment ?? ""), rows });
    }
  }
  return sections;
}

function commentOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? (pair.key.commentBefore ?? undefined) : undefined;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function at(schema: Schema, key: string, where: string): Schema {
  const found = schema.properties?.[key];
  if (found === undefined) {
    throw new Error(
      `values.schema.json: has no ${where}, which values.yaml has. Describe it in the schema.`,
    );
  }
  return found;
}

/** One row per value. A map is entered when it has defaults; else its fields are named in its row. */
function rowsOf(key: string, value: unknown, schema: Schema): readonly Row[] {
  const properties = Object.keys(schema.properties ?? {});
  const values = { ...(isPlainMap(value) ? value : {}) };
  for (const name of Object.keys(values)) {
    if (schema.additionalProperties === false) at(schema, name, `${key}.${name}`);
  }
  if (properties.length === 0 || Object.keys(values).length === 0) return [row(key, value, schema)];
  return properties.flatMap((name) =>
    rowsOf(`${key}.${name}`, values[name], at(schema, name, `${key}.${name}`)),
  );
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function row(key: string, value: unknown, schema: Schema): Row {
  return {
    key,
    kind: kindOf(schema),
    fallback: value === undefined ? "" : `\`${JSON.stringify(value)}\``,
    description: [schema.description ?? "", ...fieldsOf(schema)].join(" "),
  };
}

function fieldsOf(schema: Schema): readonly string[] {
  const list = Object.keys(schema.items?.properties ?? {});
  const map = Object.keys(schema.properties ?? {});
  const words = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
  if (list.length > 0) return [`Each takes ${words(list)}.`];
  return map.length > 0 ? [`Fields: ${words(map)}.`] : [];
}

function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(", ");
  if (schema.oneOf !== undefined) return schema.oneOf.map(kindOf).join(" or ");
  const type = [schema.type ?? "object"].flat().join(" or ");
  const { minimum, maximum } = schema;
  if (minimum !== undefined && maximum !== undefined) {
    return `${type}, ${String(minimum)}–${String(maximum)}`;
  }
  return type === "object" ? "map" : type === "array" ? "list" : type;
}

function sectionLines({ title, comment, rows }: Section): readonly string[] {
  return [
    "",
    `### ${title}`,
    "",
    ...(comment === "" ? [] : [comment, ""]),
    "| Key | Type | Default | Meaning |",
    "| --- | --- | --- | --- |",
    ...rows.map(
      ({ key, kind, fallback, description }) =>
        `| ${[`\`${key}\``, kind, fallback, description].map(cell).join(" | ")} |`,
    ),
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function unwrap(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();
}
