/** How often to look whether the engine is still there. */
const pollMilliseconds = 500;

/**
 * Calls `onGone` once when the process that started us has gone. An engine that is killed cannot say
 * goodbye, and a program that runs on without it would wait for ever.
 */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      onGone();
    }
  }, pollMilliseconds);
  // The gRPC server keeps us alive, not this.
  timer.unref();
}
