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

/** A copy of the project that a test may change and run, as a user would in a clone. */
export interface Checkout {
  readonly folder: string;
  /** Runs ./msa there. */
  msa(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
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
  for (const file of files
    .split("\0")
    .filter((name) => name !== "" && !name.startsWith("tests/"))) {
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

function ended(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  // The variables of a real setup must not help a test: it runs as on a machine without one.
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(KUBECONFIG$|PULUMI_)/.test(name),
  );
  const child = spawn(command, [...args], {
    cwd,
    env: { ...Object.fromEntries(clean), ...env },
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
