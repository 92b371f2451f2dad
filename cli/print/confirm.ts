import { createInterface } from "node:readline";

import { CliError, exitCodes } from "../errors.ts";

/** How a question is answered without asking, or by which word. */
export interface ConfirmOptions {
  /** Answer yes without asking. */
  readonly yes: boolean;
  /** What the person must type. */
  readonly word: string;
  /** @default standard input */
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** @default standard error, since results go to standard output */
  readonly output?: NodeJS.WritableStream;
}

/**
 * Asks on the terminal and resolves to true when the person types the word; anything else, Ctrl-D and
 * Ctrl-C are a no.
 *
 * @throws CliError, in the returned function, when there is no terminal to ask on.
 */
export function confirmOn(options: ConfirmOptions): (question: string) => Promise<boolean> {
  const { yes, word, input = process.stdin, output = process.stderr } = options;
  return async (question) => {
    if (yes) return true;
    if (input.isTTY !== true) {
      throw new CliError(
        "confirmation: there is no terminal to ask on. Add --yes to go on without.",
        exitCodes.badInput,
      );
    }
    const terminal = createInterface({ input, output });
    try {
      return (await answer(terminal, `${question} Type ${word} to go on: `)).trim() === word;
    } finally {
      terminal.close();
    }
  };
}

/** What is typed; empty when the person ends the input instead. */
function answer(terminal: ReturnType<typeof createInterface>, question: string): Promise<string> {
  return new Promise((resolve) => {
    terminal.once("close", () => {
      resolve("");
    });
    terminal.question(question, resolve);
  });
}
