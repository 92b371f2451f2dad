import { type Api, connect } from "../api.ts";
import type { PartContext } from "../parts/part.ts";
import { podRoles, podRoleSelector } from "../parts/pod-roles.ts";
import type { StatusBoard } from "../supervisor/status-board.ts";
import { PodProcess } from "./pod-process.ts";
import { followPods } from "./watch-pods.ts";

interface Member {
  readonly podProcess: PodProcess;
  readonly done: Promise<void>;
}

/** The processes that run for pods. */
export class PodCrew {
  readonly #context: PartContext;
  readonly #board: StatusBoard;
  readonly #stopping = new AbortController();
  #members: readonly Member[] = [];
  #api: Api | undefined;

  constructor(context: PartContext, board: StatusBoard) {
    this.#context = context;
    this.#board = board;
  }

  /** Gives up a start that is under way; `stop` has to follow. */
  abandon(): void {
    this.#stopping.abort();
  }

  /**
   * Begins to follow the pods, and waits until what those of an earlier start demand is healthy or has failed.
   * A failed one is no error: it is tried again, as a kubelet would.
   * @throws Error when it is abandoned.
   */
  async start(): Promise<void> {
    const { ports, certificates } = this.#context;
    const { signal } = this.#stopping;
    const api = await connect(ports["kube-apiserver"], certificates);
    this.#api = api;
    const processes = podRoles.map((role) => new PodProcess(role, this.#context, api, this.#board));
    const first = Promise.withResolvers<undefined>();
    const abandoned = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    void followPods(api, {
      selector: podRoleSelector,
      onPods: (pods) => {
        for (const podProcess of processes) podProcess.update(pods);
        first.resolve(undefined);
      },
      onTrouble: (reason) => process.stderr.write(`pods: ${reason}; asking again.\n`),
      signal,
    });
    await Promise.race([first.promise, abandoned]);
    this.#members = processes.map((podProcess) => ({ podProcess, done: podProcess.run() }));
    await Promise.race([Promise.all(processes.map(({ settled }) => settled)), abandoned]);
    if (signal.aborted) throw new Error("stopped while starting.");
  }

  /** Stops the processes, last role first. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { podProcess, done } of this.#members.toReversed()) {
      podProcess.close();
      await done;
    }
    this.#api?.close();
  }
}
