import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "./tools.ts";

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run may be interrupted. */
export type Interrupt = "SIGINT" | "SIGTERM" | "SIGKILL";

/** A command that runs. */
export interface Started {
  /** Exit code once it has ended by itself; undefined before. */
  code(): number | undefined;
  /** What it has said so far on standard error. */
  stderr(): string;
  /** Kills it and all that it started, except what has a session of its own. */
  kill(): void;
  /**
   * Interrupts it as it happens: Ctrl-C (SIGINT) and the machine's end (SIGKILL) reach all that it started
   * too, a SIGTERM only itself.
   */
  interrupt(signal: Interrupt): void;
  readonly ended: Promise<unknown>;
}

/** A copy of the project that a test may change and run, as a user would in a clone. */
export interface Checkout {
  readonly folder: string;
  /** Runs ./msa there. */
  msa(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Starts ./msa there, to be killed. */
  start(args: readonly string[]): Started;
  /** Runs any command there. */
  run(
    command: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended>;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Replaces text that must be there. */
  edit(file: string, from: string | RegExp, to: string): void;
  /** What git says has changed since the copy was made. */
  gitStatus(): string;
  /** Stops what runs there and removes the folder; never throws for a folder that is half made. */
  remove(): Promise<void>;
}

/**
 * Copies the working tree, uncommitted work included; dependencies and the toolchain are shared.
 * The copy has its own home folder, so that nothing of the person's own is seen or written.
 */
export function makeCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), "msa-checkout-"));
  const git = (cwd: string, args: readonly string[]) =>
    execFileSync("git", [...args], { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
  const files = git(root, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  for (const file of files.split("\0").filter((name) => name !== "" && isNeeded(name))) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, ".msa"));
  symlinkSync(join(root, ".msa", "toolchain"), join(folder, ".msa", "toolchain"));
  writeFileSync(join(folder, ".gitignore"), "node_modules\n.msa\nhome\n");
  mkdirSync(join(folder, "home"));
  git(folder, ["init", "--quiet"]);
  git(folder, ["add", "--all"]);
  git(folder, [
    "-c",
    "user.name=test",
    "-c",
    "user.email=test@example.invalid",
    "commit",
    "--quiet",
    "-m",
    "Copy",
  ]);

  const run: Checkout["run"] = (command, args, env = {}) =>
    ended(command, args, folder, { HOME: join(folder, "home"), ...env });
  const msa: Checkout["msa"] = (args, env) => run(join(folder, "msa"), args, env);
  return {
    folder,
    run,
    msa,
    start: (args) => started(join(folder, "msa"), args, folder),
    read: (file) => readFileSync(join(folder, file), "utf8"),
    write: (file, text) => {
      writeFileSync(join(folder, file), text);
    },
    edit: (file, from, to) => {
      const path = join(folder, file);
      const before = readFileSync(path, "utf8");
      const after = before.replace(from, to);
      if (after === before) {
        throw new Error(`${file}: nothing there matches ${String(from)}`);
      }
      writeFileSync(path, after);
    },
    gitStatus: () => git(folder, ["status", "--porcelain"]),
    remove: async () => {
      await msa(["down"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of the tests, a run needs only the charts that a local cluster serves. */
function isNeeded(file: string): boolean {
  return !file.startsWith("tests/") || /^tests\/fixtures\/chart(s|-values)\//.test(file);
}

/** As the leader of a process group, so that what it starts can be killed with it. */
function started(command: string, args: readonly string[], cwd: string): Started {
  const child = spawn(command, [...args], {
    cwd,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: environmentOf({ HOME: join(cwd, "home") }),
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const interrupt = (signal: Interrupt) => {
    if (child.pid !== undefined && child.exitCode === null) {
      process.kill(signal === "SIGTERM" ? child.pid : -child.pid, signal);
    }
  };
  return {
    code: () => child.exitCode ?? undefined,
    stderr: () => stderr,
    kill: () => {
      interrupt("SIGKILL");
    },
    interrupt,
    ended: new Promise((resolve) => child.once("close", resolve)),
  };
}

/** The variables of a real setup must not help a test: it runs as on a machine without one. */
function environmentOf(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(KUBECONFIG$|PULUMI_)/.test(name),
  );
  // All checkouts share the libraries, so also what was compiled of them.
  const compiled = { NODE_COMPILE_CACHE: join(root, ".msa", "compiled") };
  return { ...Object.fromEntries(clean), ...compiled, ...extra };
}

function ended(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(command, [...args], {
    cwd,
    env: environmentOf(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? -1, stdout, stderr });
    });
  });
}
