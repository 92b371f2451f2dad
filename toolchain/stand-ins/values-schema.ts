/** A JSON schema (draft-07), as far as these need it. */
export interface Schema {
  readonly $schema?: string;
  readonly properties?: Readonly<Record<string, Schema | true>>;
  readonly additionalProperties?: Schema | boolean;
}

interface Node {
  readonly children: Map<string, Node>;
  /** What any key that is not in `children` holds; absent when there is no such key. */
  any?: Node;
  /** Anything may stand here and below. */
  open: boolean;
}

/**
 * A schema that accepts a value at each of `paths` and refuses every other key.
 *
 * In a path `*` is any key and `**`, at its end, anything below. What kind of value stands at a path is
 * left open, and lists are not looked into: only a key that nothing reads is a mistake here.
 */
export function closedSchema(paths: readonly (readonly string[])[]): Schema {
  const top = emptyNode();
  for (const path of paths) {
    add(top, path);
  }
  const schema = schemaOf(top);
  return { $schema: "http://json-schema.org/draft-07/schema#", ...(schema === true ? {} : schema) };
}

function emptyNode(): Node {
  return { children: new Map(), open: false };
}

function add(node: Node, path: readonly string[]): void {
  const [key, ...rest] = path;
  if (key === undefined) {
    return;
  }
  if (key === "**") {
    node.open = true;
  } else if (key === "*") {
    add((node.any ??= emptyNode()), rest);
  } else {
    const child = node.children.get(key) ?? emptyNode();
    node.children.set(key, child);
    add(child, rest);
  }
}

function schemaOf(node: Node): Schema | true {
  if (node.open) {
    return true;
  }
  const children = [...node.children].map(([key, child]) => [key, schemaOf(child)] as const);
  return {
    ...(children.length > 0 && { properties: Object.fromEntries(children) }),
    additionalProperties: node.any === undefined ? false : schemaOf(node.any),
  };
}
