import { text } from "./text.ts";

const pattern = "^/[A-Za-z0-9\\-._~!$&'()*+,;=:@%/]*$";

/** Absolute path of a URL, with no query. */
export const httpPath = (description: string, example: string) =>
  text(
    (value) => {
      if (new RegExp(pattern).test(value)) return undefined;
      return {
        wrong: `must be a path such as ${example}`,
        ...(/^[\w-]+$/.test(value) ? { hint: `Use /${value}.` } : {}),
      };
    },
    { description, example, pattern },
  );
