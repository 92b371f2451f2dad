import { CliError } from "../errors.ts";

/** Lets what is only waited for end at once when the person interrupts. */
export type Interruptible = <T>(work: Promise<T>) => Promise<T>;

/**
 * Runs what comes after the working tree was written. An interruption ends what is only waited for, and
 * leaves the engine the time it needs; either way the person is told how to go on.
 *
 * @param again the command that goes on.
 * @throws CliError, the work's own or that it was interrupted, with `again`.
 */
export async function goingOn<Result>(
  again: string,
  run: (interruptible: Interruptible) => Promise<Result>,
): Promise<Result> {
  let interrupted = false;
  let stop: (() => void) | undefined;
  const noted = () => {
    interrupted = true;
    stop?.();
  };
  const interruptible: Interruptible = async (work) => {
    if (interrupted) throw new Interruption();
    const stopped = new Promise<never>((_, reject) => {
      stop = () => {
        reject(new Interruption());
      };
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      stop = undefined;
    }
  };
  process.on("SIGINT", noted).on("SIGTERM", noted);
  try {
    return await run(interruptible);
  } catch (error) {
    throw told(error, again, interrupted);
  } finally {
    process.off("SIGINT", noted).off("SIGTERM", noted);
  }
}

class Interruption extends Error {}

function told(error: unknown, again: string, interrupted: boolean): unknown {
  const written = `The working tree says what is wanted; this goes on: ${again}`;
  if (error instanceof Interruption) return new CliError(`Interrupted. ${written}`);
  if (!(error instanceof CliError)) return error;
  const start = interrupted ? `Interrupted. ${error.message}` : error.message;
  return new CliError(`${start}\n${written}`);
}
