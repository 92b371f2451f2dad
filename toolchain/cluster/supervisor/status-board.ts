import type { PartContext } from "../parts/part.ts";
import { type Status, type Step, writeStatus } from "../status.ts";

/** The status file, written anew at every change; steps stay in the order of starting. */
export class StatusBoard {
  readonly #context: PartContext;
  #status: Status;

  constructor(context: PartContext, digest: string, total: number) {
    this.#context = context;
    const { name } = context.spec;
    this.#status = { name, supervisor: process.pid, phase: "starting", digest, total, steps: [] };
    this.#write({});
  }

  /** Adds a step, or replaces the one of the same name. */
  step(step: Step): void {
    const { steps } = this.#status;
    const known = steps.some(({ name }) => name === step.name);
    // A pod's process was not counted on when the start began.
    const total = this.#status.total + (known || step.pod === undefined ? 0 : 1);
    this.#write({
      total,
      steps: known ? steps.map((old) => (old.name === step.name ? step : old)) : [...steps, step],
    });
  }

  /** Forgets the process of a pod that is gone. */
  removePodStep(name: string): void {
    const { steps, total } = this.#status;
    const left = steps.filter((step) => step.name !== name);
    if (left.length < steps.length) this.#write({ steps: left, total: total - 1 });
  }

  running(uid: string): void {
    this.#write({ phase: "running", uid });
  }

  ended(phase: "failed" | "stopped", error?: string): void {
    this.#write({ phase, ...(error === undefined ? {} : { error }) });
  }

  #write(change: Partial<Status>): void {
    this.#status = { ...this.#status, ...change };
    writeStatus(this.#context.layout, this.#status);
  }
}
