import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { Readable } from "node:stream";

import type { Recording } from "./recording.ts";

/** Everything a program run depends on. */
export interface RecordRequest {
  /** Name of the Pulumi project. */
  readonly project: string;
  /** Name of the stack. */
  readonly stack: string;
  /** Configuration as the engine hands it over: full key to string, maps as JSON. */
  readonly config: Record<string, string>;
  /** Keys of `config` that are secret. */
  readonly secretKeys: readonly string[];
  /** File URL of the program. */
  readonly program: string;
  /** UID the recorded cluster answers with, so that the cluster guard lets the program through. */
  readonly identity: string;
}

export interface RecordOptions extends Omit<RecordRequest, "program"> {
  /** Folder of the program: it holds index.ts. */
  readonly folder: string;
  /** Folder whose Pulumi.yaml and stack files the program sees. @default that of the program */
  readonly filesFolder?: string;
}

/** The program could not be run to its end; the message is the program's own. */
export class RecordError extends Error {}

/** What the child process writes: one of the two. */
export type RecordAnswer = { readonly recording: Recording } | { readonly error: string };

/**
 * Runs the program of one stack without engine, cluster or state and returns what it would register.
 *
 * @throws RecordError with the program's own message.
 */
export async function record(options: RecordOptions): Promise<Recording> {
  const { folder, filesFolder = folder, ...rest } = options;
  const request: RecordRequest = { ...rest, program: pathToFileURL(join(folder, "index.ts")).href };
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    cwd: filesFolder,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(request));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [answer, , errors] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stdout),
    text(child.stderr),
  ]);
  const code = await exited;
  if (answer === "") {
    throw new RecordError(
      `The program ended without an answer (exit code ${String(code)}). ${errors}`,
    );
  }
  const parsed = JSON.parse(answer) as RecordAnswer;
  if ("error" in parsed) {
    throw new RecordError(parsed.error);
  }
  return parsed.recording;
}
