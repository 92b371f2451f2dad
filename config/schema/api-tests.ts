import { z } from "zod";
import { wholeNumber } from "./numbers.ts";
import { text, tooLong } from "./text.ts";

const longestPath = 1024;
const requestPattern =
  "^/[A-Za-z0-9\\-._~!$&'()*+,;=:@%/]*(\\?[A-Za-z0-9\\-._~!$&'()*+,;=:@%/?]*)?$";

const requestPath = text(
  (value) =>
    new RegExp(requestPattern).test(value)
      ? tooLong(value, longestPath)
      : {
          wrong: "must be a path such as /api/users or /api/users?limit=1",
          ...(/^[\w-]+$/.test(value) ? { hint: `Use /${value}.` } : {}),
        },
  {
    description: "What is asked for: a path, and a query where there is one.",
    example: "/api/users?limit=1",
    pattern: requestPattern,
  },
);

const jsonPathPattern = "^(\\[\\d+\\]|[\\w$-]+)(\\[\\d+\\]|\\.[\\w$-]+)*$";

const jsonPath = text(
  (value) =>
    new RegExp(jsonPathPattern).test(value)
      ? tooLong(value, longestPath)
      : { wrong: "must be keys joined by dots, with an index in brackets, such as items[0].name" },
  {
    description: "Where in the answer: keys joined by dots, an index in brackets.",
    example: "items[0].name",
    pattern: jsonPathPattern,
  },
);

/** Lists and maps are not compared: a test of one value says what broke, a test of many does not. */
const single = z
  .unknown()
  .superRefine((value, context) => {
    if (value === null || ["string", "number", "boolean"].includes(typeof value)) return;
    const fault = { wrong: "must be text, a number, true, false or null" };
    context.addIssue({ code: "custom", message: fault.wrong, params: { fault } });
  })
  .meta({
    description: "The value that is right there: text, a number, true, false or null.",
    examples: ["ok"],
    type: ["string", "number", "boolean", "null"],
  })
  .transform((value) => value as string | number | boolean | null);

const assertion = z
  .strictObject({ path: jsonPath, equals: single })
  .describe("What the answer, as JSON, must say.");

/**
 * Questions that change nothing, since they are also asked in production.
 */
export const apiTests = z
  .array(
    z
      .strictObject({
        path: requestPath,
        method: z
          .enum(["GET", "HEAD"])
          .default("GET")
          .describe("GET or HEAD: nothing that changes data is asked."),
        status: wholeNumber(100, 599, "Status of the right answer.", 200).default(200),
        json: assertion.optional(),
      })
      .superRefine(({ method, json }, context) => {
        if (method !== "HEAD" || json === undefined) return;
        const fault = {
          wrong: "must be GET where the answer is read",
          hint: "An answer to HEAD has no content.",
        };
        const params = { fault };
        context.addIssue({ code: "custom", path: ["method"], message: fault.wrong, params });
      }),
  )
  .default([])
  .describe("What ./msa verify asks after the health path, outside and inside the cluster.");
