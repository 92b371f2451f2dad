import { setTimeout as sleep } from "node:timers/promises";

const intervalMilliseconds = 2000;

/** Reads and prints again and again until the process is interrupted; the last reading is returned. */
export async function watch<T>(read: () => Promise<T>, print: (value: T) => void): Promise<T> {
  const stop = new AbortController();
  const onInterrupt = () => {
    stop.abort();
  };
  process.once("SIGINT", onInterrupt);
  try {
    for (;;) {
      const value = await read();
      if (process.stdout.isTTY) {
        console.clear();
      }
      print(value);
      const waited = await sleep(intervalMilliseconds, true, { signal: stop.signal }).catch(
        () => false,
      );
      if (!waited) {
        return value;
      }
    }
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}
