import { text } from "./text.ts";

/** One address, with no name before it. */
export const emailAddress = (description: string, example = "admin@example.org") =>
  text(
    (value) =>
      /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(value)
        ? undefined
        : { wrong: "must be an e-mail address such as admin@example.org" },
    { description, example },
  );
