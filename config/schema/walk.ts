import { z } from "zod";
import type { Path } from "../problem.ts";

type Schema = z.core.$ZodType;

/** The schema itself, without what makes it optional, defaulted or converted. */
export function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return bare(schema.unwrap());
  }
  return schema;
}

/** The schema of the value at `path` under `schema`; undefined where there is none. */
export function schemaAt(schema: Schema | undefined, path: Path): Schema | undefined {
  const [segment, ...rest] = path;
  if (schema === undefined || segment === undefined) return schema;
  return schemaAt(child(bare(schema), segment), rest);
}

function child(schema: Schema, segment: string | number): Schema | undefined {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, Schema>;
    return Object.hasOwn(shape, segment) ? shape[segment] : undefined;
  }
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => child(option, segment)).find((found) => found);
  }
  return undefined;
}

/** The value a missing key gets. */
export function defaultOf(schema: Schema | undefined): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** The first documented example of a value. */
export function exampleOf(schema: Schema | undefined): unknown {
  if (schema === undefined) return undefined;
  const examples = z.globalRegistry.get(bare(schema))?.examples;
  return Array.isArray(examples) ? (examples[0] as unknown) : undefined;
}

/** Keys of a map that has fixed ones. */
export function keysOf(schema: Schema | undefined): readonly string[] {
  const inner = schema === undefined ? undefined : bare(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => keysOf(option));
  return [];
}
