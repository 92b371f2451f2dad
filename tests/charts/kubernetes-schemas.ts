import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** The part of an OpenAPI schema that is read or changed here. */
export interface Schema {
  readonly [field: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The part of a CRD that is read here. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Where kubeconform looks, below the folder the schemas are written to. */
export const schemaLocation = "{{.ResourceKind}}-{{.Group}}-{{.ResourceAPIVersion}}.json";

const metadata = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const reference = "#/definitions/";

/**
 * Writes a strict JSON schema per kind: Kubernetes' own from the pinned Go module that the API
 * server is built of, custom ones from the CRDs in `crdFolder`. No network is needed.
 */
export function writeKubernetesSchemas(
  target: string,
  crdFolder: string,
  kubernetesModule: string,
) {
  mkdirSync(target, { recursive: true });
  const swagger = JSON.parse(
    readFileSync(
      path.join(moduleFolder(kubernetesModule), "api/openapi-spec/swagger.json"),
      "utf8",
    ),
  ) as { definitions: Record<string, Schema> };
  const definitions = Object.fromEntries(
    Object.entries(swagger.definitions).map(([name, schema]) => [name, builtIn(name, schema)]),
  );
  for (const [name, schema] of Object.entries(definitions)) {
    const kinds = (schema["x-kubernetes-group-version-kind"] ?? []) as readonly Kind[];
    // Kinds of many groups, such as DeleteOptions, are no objects of their own.
    const [kind] = kinds.length === 1 ? kinds : [];
    if (kind !== undefined)
      write(target, kind, { ...schema, definitions: needed(name, definitions) });
  }
  for (const crd of readCrds(crdFolder)) {
    for (const version of crd.spec.versions) {
      const kind = { group: crd.spec.group, version: version.name, kind: crd.spec.names.kind };
      write(target, kind, customResource(version.schema.openAPIV3Schema, definitions));
    }
  }
}

/** The CRDs in the YAML files below a folder. */
export function readCrds(folder: string): readonly CustomResourceDefinition[] {
  return globSync(path.join(folder, "**/*.yaml")).map(
    (file) => parse(readFileSync(file, "utf8")) as CustomResourceDefinition,
  );
}

/** Folder of the Kubernetes Go module; downloads it when it is not there yet. */
function moduleFolder(toolchainFolder: string): string {
  const answer = execFileSync("go", ["mod", "download", "-json", "k8s.io/kubernetes"], {
    cwd: toolchainFolder,
    encoding: "utf8",
  });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

function write(target: string, { group, version, kind }: Kind, schema: Schema): void {
  const first = group === "" ? version : group;
  const file = path.join(target, `${kind.toLowerCase()}-${first}-${version}.json`);
  writeFileSync(
    file,
    JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", ...schema }),
  );
}

function builtIn(name: string, schema: Schema): Schema {
  if (name.endsWith(".resource.Quantity")) return { type: ["string", "number"] };
  if (name.endsWith(".util.intstr.IntOrString")) return { type: ["string", "integer"] };
  return closed(schema) as Schema;
}

function customResource(schema: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  const strict = closed(schema) as Schema;
  // Istio leaves out what every object has.
  const properties = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    ...strict.properties,
    metadata: { $ref: `${reference}${metadata}` },
  };
  return { ...strict, properties, definitions: needed(metadata, definitions) };
}

/** The schema with every object closed to fields it does not name, as the API server warns of them. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const schema = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, closed(item)]),
  );
  if (schema["x-kubernetes-int-or-string"] === true) return { type: ["string", "integer"] };
  const open = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const names = typeof schema["properties"] === "object" && !("additionalProperties" in schema);
  return names && !open ? { ...schema, additionalProperties: false } : schema;
}

/** The definitions that `name` rests on, itself included. */
function needed(name: string, all: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const schema = all[next];
    if (schema === undefined || next in found) continue;
    found[next] = schema;
    const text = JSON.stringify(schema);
    waiting.push(
      ...[...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map((match) => String(match[1])),
    );
  }
  return found;
}
