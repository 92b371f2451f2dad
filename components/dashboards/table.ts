import type { Override, Transformation, ValueMapping } from "./grafana-json.ts";

/** One row per combination of labels, with a column per query; the time is of no use in it. */
export function asOneTable(
  columns: Readonly<Record<string, string>>,
  hidden: readonly string[] = [],
): readonly Transformation[] {
  const excludeByName = Object.fromEntries(["Time", ...hidden].map((name) => [name, true]));
  const indexByName = Object.fromEntries(Object.keys(columns).map((name, index) => [name, index]));
  return [
    { id: "merge", options: {} },
    { id: "organize", options: { excludeByName, indexByName, renameByName: columns } },
  ];
}

/** Colours the cells of a column by the words in it. */
export function colouredWords(column: string, colours: Readonly<Record<string, string>>): Override {
  const options = Object.fromEntries(
    Object.entries(colours).map(([word, color], index) => [word, { text: word, color, index }]),
  );
  const mappings: readonly ValueMapping[] = [{ type: "value", options }];
  return {
    matcher: { id: "byName", options: column },
    properties: [
      { id: "mappings", value: mappings },
      { id: "custom.cellOptions", value: { type: "color-text" } },
    ],
  };
}
