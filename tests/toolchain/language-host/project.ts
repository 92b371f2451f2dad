import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { toolbox } from "../../../toolchain/toolbox.ts";
import { root, tool } from "../../support/tools.ts";
import { descendantsOf, endAll } from "../process-tree.ts";

/** What a run of the engine printed, and how it ended. */
export interface Ended {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  /** Standard output and standard error, in the order they came. */
  readonly output: string;
}

/** A run of the engine that may still be going on. */
export interface Running {
  readonly engine: ChildProcess;
  /** Resolves when the engine has printed `text`. */
  readonly printed: (text: string) => Promise<void>;
  readonly end: Promise<Ended>;
}

/** A copy of the fixture program with a state, a home and a stack `test` of its own. */
export class Project {
  readonly folder = mkdtempSync(path.join(tmpdir(), "language-host-"));
  readonly #engines: ChildProcess[] = [];
  readonly #descendants: number[] = [];

  /** Copies the fixture; it finds the project's packages through a link. */
  constructor() {
    const fixtures = path.join(root, "tests", "fixtures", "language-host");
    cpSync(fixtures, this.folder, { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(this.folder, "node_modules"));
    mkdirSync(path.join(this.folder, "state"));
  }

  /** The same project, as if nobody had run npm ci. */
  withoutPackages(): this {
    rmSync(path.join(this.folder, "node_modules"));
    return this;
  }

  /** Starts the real engine with our language host. */
  start(...commandArguments: string[]): Running {
    const engine = spawn(tool("pulumi"), [...commandArguments, "--non-interactive"], {
      cwd: path.join(this.folder, "program"),
      env: toolbox(root).environment({
        PULUMI_BACKEND_URL: `file://${this.folder}/state`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_HOME: path.join(this.folder, "home"),
        PULUMI_STACK: "test",
      }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#engines.push(engine);
    return running(engine);
  }

  /** Runs the engine to its end. */
  pulumi(...commandArguments: string[]): Promise<Ended> {
    return this.start(...commandArguments).end;
  }

  /** What a run has started so far, which `remove` ends if it is still there by then. */
  descendantsOf({ engine }: Running): number[] {
    const found = engine.pid === undefined ? [] : descendantsOf(engine.pid);
    this.#descendants.push(...found);
    return found;
  }

  /** Ends what still runs and removes the folder. */
  remove(): void {
    const engines = this.#engines.flatMap(({ pid, exitCode, signalCode }) =>
      pid === undefined || exitCode !== null || signalCode !== null ? [] : [pid],
    );
    endAll([...engines, ...this.#descendants]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function running(engine: ChildProcess): Running {
  let output = "";
  const waiting: { text: string; resolve: () => void }[] = [];
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    for (const { text, resolve } of waiting) {
      if (output.includes(text)) {
        resolve();
      }
    }
  };
  engine.stdout?.on("data", read);
  engine.stderr?.on("data", read);
  return {
    engine,
    printed: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ text, resolve });
        engine.once("close", () => {
          reject(new Error(`the engine ended without printing "${text}": ${output}`));
        });
      }),
    end: new Promise((resolve, reject) => {
      engine.once("error", reject);
      engine.once("close", (code) => {
        resolve({ code: code ?? undefined, output });
      });
    }),
  };
}
