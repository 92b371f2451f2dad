import type { z } from "zod";
import type { Path } from "../problem.ts";

/** Collects what a check finds. */
export type Report = (path: Path, message: string) => void;

/** The values as written, by key without namespace; nothing is known of their types yet. */
export type Raw = Readonly<Record<string, unknown>>;

/**
 * `value` as `schema` sees it, or undefined when it is missing or wrong.
 * Says nothing of what is wrong: the shapes report that themselves, once.
 */
export function valid<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> | undefined {
  const result = schema.safeParse(value);
  return result.success ? result.data : undefined;
}
