import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";
import { Writable } from "node:stream";

import type { Ask } from "../commands/secrets-set.ts";
import { CliError, exitCodes } from "../errors.ts";

/** Where a secret is asked for. */
export interface AskOptions {
  /** @default standard input */
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  /** @default standard error, since results go to standard output */
  readonly output?: NodeJS.WritableStream;
}

/**
 * Asks for a secret without showing what is typed; without a terminal, all of the input is the value.
 *
 * @throws CliError, in the returned function, when the person ends the input instead, when the input is
 * no text in UTF-8, or when the value has several lines and so cannot be typed.
 */
export function askSecretOn({
  input = process.stdin,
  output = process.stderr,
}: AskOptions = {}): Ask {
  return async ({ name, purpose, form, command }) => {
    if (input.isTTY !== true) return textOf(name, await buffer(input));
    if (form === "private-key") {
      throw new CliError(
        `${name}: has several lines, which cannot be typed. Give the file: ${command} < <file>`,
        exitCodes.badInput,
      );
    }
    const typed = await hiddenLine(input, () => {
      output.write(`${name} (${purpose}), not shown: `);
    });
    output.write("\n");
    if (typed === undefined) {
      throw new CliError(`${name}: nothing was entered, so it was not set.`, exitCodes.badInput);
    }
    return typed;
  };
}

/**
 * As `askSecretOn`, for one secret after the other; an empty answer leaves one out.
 *
 * @throws CliError when there is no terminal: an input cannot be told apart into several values.
 */
export function askSecretsOn(options: AskOptions = {}): Ask {
  const { input = process.stdin, output = process.stderr } = options;
  if (input.isTTY !== true) {
    throw new CliError(
      "--all-missing: there is no terminal to ask on. Name one secret and give its value on standard input.",
      exitCodes.badInput,
    );
  }
  const ask = askSecretOn(options);
  return async (secret) => {
    if (secret.form !== "private-key") return ask(secret);
    output.write(
      `${secret.name} (${secret.purpose}) has several lines: ${secret.command} < <file>\n`,
    );
    return "";
  };
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(
      `${name}: must be text in UTF-8 (found other bytes). Nothing was written.`,
      exitCodes.badInput,
    );
  }
}

/**
 * One line, of which the terminal shows nothing; undefined when Ctrl-C or Ctrl-D comes instead.
 *
 * @param ask is called once the terminal is silent: who is quick must not be shown.
 */
function hiddenLine(input: NodeJS.ReadableStream, ask: () => void): Promise<string | undefined> {
  // With `terminal` it is readline that echoes, and not the terminal: into nothing.
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  ask();
  return new Promise((resolve) => {
    terminal.once("line", (line) => {
      resolve(line);
      terminal.close();
    });
    terminal.once("SIGINT", () => {
      terminal.close();
    });
    terminal.once("close", () => {
      resolve(undefined);
    });
  });
}
