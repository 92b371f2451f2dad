import { messageOf } from "../errors.ts";
import type { Group, Part, PartContext, Work } from "../parts/part.ts";
import type { Step } from "../status.ts";
import { logOf } from "./log.ts";
import { endPart, failure, type RunningPart, startPart, waitUntilHealthy } from "./process-part.ts";
import type { StatusBoard } from "./status-board.ts";

/** The parts that run, in the order they were started. */
export class Crew {
  abandoned = false;
  readonly #context: PartContext;
  readonly #board: StatusBoard;
  readonly #groups: RunningPart[][] = [];

  constructor(context: PartContext, board: StatusBoard) {
    this.#context = context;
    this.#board = board;
  }

  /** Gives up a start that is under way; `stop` has to follow. */
  abandon(): void {
    this.abandoned = true;
  }

  /**
   * Starts a group and waits until each of it is healthy or done.
   * @throws Error of the first that is not; the others go on until `stop`.
   */
  async start(group: Group): Promise<void> {
    if (this.abandoned) throw new Error("stopped while starting.");
    const members: RunningPart[] = [];
    this.#groups.push(members);
    await Promise.all(
      group.map((step) => (step.kind === "part" ? this.#part(step, members) : this.#work(step))),
    );
  }

  /** Stops the groups in the opposite order of starting; whoever does not end is killed. */
  async stop(): Promise<void> {
    this.abandoned = true;
    for (const members of this.#groups.toReversed()) await Promise.all(members.map(endPart));
  }

  async #part(part: Part, members: RunningPart[]): Promise<void> {
    const startedAt = new Date().toISOString();
    const running = startPart(part, this.#context);
    members.push(running);
    const known = { name: part.name, startedAt, log: running.log };
    const step: Omit<Step, "state"> =
      running.pid === undefined ? known : { ...known, pid: running.pid };
    this.#board.step({ ...step, state: "starting" });
    void running.gone.then(() => {
      if (this.abandoned) this.#board.step({ ...step, state: "stopped" });
      else this.#failed(step, failure(part.name, running.ended() ?? "ended", running.log));
    });
    try {
      await waitUntilHealthy(part, running, () => this.abandoned);
    } catch (error) {
      if (running.ended() === undefined && !this.abandoned) this.#failed(step, messageOf(error));
      throw error;
    }
    this.#board.step({ ...step, state: "healthy" });
  }

  async #work(work: Work): Promise<void> {
    const step = {
      name: work.name,
      startedAt: new Date().toISOString(),
      log: logOf(this.#context.layout, "supervisor"),
    };
    this.#board.step({ ...step, state: "starting" });
    try {
      await work.run();
    } catch (error) {
      this.#failed(step, messageOf(error));
      throw new Error(`${work.name}: ${messageOf(error)}`, { cause: error });
    }
    this.#board.step({ ...step, state: "healthy" });
  }

  #failed(step: Omit<Step, "state">, error: string): void {
    this.#board.step({ ...step, state: "failed", error });
  }
}
