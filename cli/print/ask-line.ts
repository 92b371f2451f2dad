import { createInterface } from "node:readline/promises";

/** Where a line is asked for. */
export interface AskLineOptions {
  /** @default standard input */
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** @default standard error, since results go to standard output */
  readonly output?: NodeJS.WritableStream;
}

/** Asks for one line on the terminal; undefined where there is none. */
export function askLineOn({ input = process.stdin, output = process.stderr }: AskLineOptions = {}):
  ((question: string) => Promise<string>) | undefined {
  if (input.isTTY !== true) return undefined;
  return async (question) => {
    const terminal = createInterface({ input, output });
    // Ctrl-D is an empty answer.
    const ended = new Promise<string>((resolve) => {
      terminal.once("close", () => {
        resolve("");
      });
    });
    try {
      return await Promise.race([terminal.question(question), ended]);
    } finally {
      terminal.close();
    }
  };
}
