import { z } from "zod";
import { line, text } from "./text.ts";

/** `2026-11-23T09:30:00Z`, with seconds or parts of them, in UTC or with an offset. */
const moment = z.iso.datetime({ offset: true });

/** Longest reason and name: they are told on one line. */
export const longestReason = 200;
const longestPerson = 100;

/** Keeps every writer from changing what runs of a service until somebody releases it. */
export const hold = z
  .strictObject({
    reason: line(longestReason, {
      description: "Why nothing may change, for whoever is refused.",
      example: "1.5.0 loses orders",
    }),
    by: line(longestPerson, { description: "Who holds it.", example: "kim@example.org" }),
    since: text(
      (value) =>
        moment.safeParse(value).success ? undefined : { wrong: "must be a time in ISO 8601" },
      {
        description: "When it was held, in ISO 8601; in quotes.",
        example: "2026-11-23T09:30:00Z",
      },
    ),
  })
  .describe("Nothing deploys, promotes or rolls this service forward until the hold is released.");
