import { z } from "zod";

/** A whole number from `min` to `max`, both allowed. */
export function wholeNumber(min: number, max: number, description: string, example: number) {
  return z
    .int()
    .min(min)
    .max(max)
    .meta({ description, examples: [example] });
}

/** true or false. */
export function flag(description: string) {
  return z.boolean().describe(description);
}

/** Pods of one service; a higher number is far likelier a slip of the finger. */
export const mostReplicas = 100;

export const port = wholeNumber(1, 65_535, "Port the container listens on.", 8080);
