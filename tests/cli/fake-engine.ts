import type { Run } from "../../cli/engine-run.ts";
import type { EngineState } from "../../cli/engine-state.ts";
import type { Engine } from "../../cli/engine.ts";
import type { Progress } from "../../toolchain/progress.ts";

/** A state without releases. */
export function emptyState(changes: Partial<EngineState> = {}): EngineState {
  const none = { open: [], objects: [] };
  return { releases: new Set(), interrupted: new Set(), isInterrupted: false, ...none, ...changes };
}

/** A run of an engine that changes something, unless told otherwise. */
export function runOf(changes: Partial<Run> = {}): Run {
  return { same: 1, changed: 1, lines: ["create Release web"], releases: new Map(), ...changes };
}

/** An engine that does nothing, and the names of what it was asked to do, in order. */
export function fakeEngine(changes: Partial<Engine> = {}): { engine: Engine; asked: string[] } {
  const asked: string[] = [];
  const all: Engine = {
    preview: () => Promise.resolve(runOf()),
    up: () => Promise.resolve(runOf()),
    destroy: () => Promise.resolve({ same: 0, changed: 7, lines: [] }),
    refresh: () => Promise.resolve(),
    state: () => Promise.resolve(emptyState()),
    ...changes,
  };
  const noting = <T>(name: string, work: () => Promise<T>) => {
    asked.push(name);
    return work();
  };
  return {
    asked,
    engine: {
      preview: () => noting("preview", () => all.preview()),
      up: () => noting("up", () => all.up()),
      destroy: (...args) => noting("destroy", () => all.destroy(...args)),
      refresh: () => noting("refresh", () => all.refresh()),
      state: () => all.state(),
    },
  };
}

/** Progress that keeps its lines. */
export function keptProgress(): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    line: (text) => lines.push(text),
    step: (_, work) => work(() => undefined),
  };
}
