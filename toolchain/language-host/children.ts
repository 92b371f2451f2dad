import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** A child that has not gone this long after SIGTERM is ended by SIGKILL. */
const graceMilliseconds = 2000;

/** How a child ended: its exit code, or the signal that ended it, or why it could not start. */
export type Ending =
  { readonly code: number } | { readonly signal: NodeJS.Signals } | { readonly error: string };

/** The Node processes that the language host runs for the engine. */
export class Children {
  readonly #running = new Map<ChildProcess, Promise<Ending>>();

  /**
   * Runs Node with `nodeArguments`. Not detached: the engine ends a language host by its process
   * group, and the children must go with it.
   */
  start(nodeArguments: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(process.execPath, nodeArguments, options);
    this.#running.set(child, ending(child));
    child.once("close", () => this.#running.delete(child));
    return child;
  }

  /** Resolves when `child` has ended and all its output has been read; never rejects. */
  async end(child: ChildProcess): Promise<Ending> {
    return (await this.#running.get(child)) ?? { error: "it was not started by this host" };
  }

  /** Ends all children and waits until they have gone. */
  async stopAll(): Promise<void> {
    const running = [...this.#running];
    for (const [child] of running) {
      stop(child);
    }
    await Promise.all(running.map(([, end]) => end));
  }
}

/** Asks `child` to end, and makes it end when it does not. */
export function stop(child: ChildProcess): void {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
  child.once("close", () => {
    clearTimeout(timer);
  });
}

function ending(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve({ error: error.message });
    });
    child.once("close", (code, signal) => {
      resolve(signal === null ? { code: code ?? 1 } : { signal });
    });
  });
}
