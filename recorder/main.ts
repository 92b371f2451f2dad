import { readFileSync, writeSync } from "node:fs";

import { recordProgram } from "./record-program.ts";
import type { RecordAnswer, RecordRequest } from "./record.ts";

/**
 * Child process of `record()`: one program run per process, because a module keeps the values of the
 * first environment it was imported with. Reads a RecordRequest on stdin, writes a RecordAnswer to
 * file descriptor 3, so that whatever the program prints stays out of it.
 */
const request = JSON.parse(readFileSync(0, "utf8")) as RecordRequest;
// What fails inside an output has no caller who could catch it.
process.once("unhandledRejection", fail);
process.once("uncaughtException", fail);
try {
  answer({ recording: await recordProgram(request) });
} catch (error) {
  fail(error);
}

function fail(thrown: unknown): void {
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const expected = thrown instanceof Error && "__pulumiRunError" in thrown;
  answer({ error: expected ? message : (stack ?? message) });
}

/** A pipe takes 64 KiB at a time; `writeSync` says how much it took. */
function answer(content: RecordAnswer): never {
  const bytes = Buffer.from(JSON.stringify(content));
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += writeSync(3, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
        throw error;
      }
    }
  }
  // There is one answer; whatever else happens comes too late.
  process.exit(0);
}
