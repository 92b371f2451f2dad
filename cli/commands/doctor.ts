import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { ToolchainError } from "../../toolchain/errors.ts";
import { neededGo, requireGo } from "../../toolchain/go.ts";
import { describeTools } from "../../toolchain/toolbox.ts";
import { root } from "../paths.ts";

/** One prerequisite: what is wanted, what is there, and what to do when they differ. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly wanted: string;
  readonly found: string;
  /** Empty when there is nothing to do. */
  readonly fix: string;
}

/** Checks each prerequisite of `make up` on this machine; changes nothing. */
export async function doctor(): Promise<Check[]> {
  const [git, go, tools] = await Promise.all([
    version("git", ["--version"]),
    version("go", ["version"]),
    describeTools(root),
  ]);
  const missing = tools.some((tool) => tool.source === "missing");
  return [
    node(),
    check("git", "any", git, "Install git."),
    // Go only builds what is missing; with everything in place it is not needed.
    missing ? await goCheck(go) : built(go),
    ...tools.map(({ name, wanted, found, source, fix }) => ({
      name,
      ok: source !== "missing",
      wanted,
      found: source === "built" ? `${found} (built)` : found || "missing",
      fix,
    })),
  ];
}

function node(): Check {
  return { name: "node", ok: true, wanted: ">=22.18", found: process.versions.node, fix: "" };
}

function built(found: string | undefined): Check {
  return { name: "go", ok: true, wanted: "only to build", found: found ?? "missing", fix: "" };
}

/** Whether this Go can build the tools; one that is old but fetches a newer one by itself can. */
async function goCheck(found: string | undefined): Promise<Check> {
  const go = { name: "go", wanted: `${neededGo} or newer`, found: found ?? "missing" };
  try {
    await requireGo("the tools", { env: process.env });
    return { ...go, ok: true, fix: "" };
  } catch (error) {
    if (!(error instanceof ToolchainError)) {
      throw error;
    }
    return { ...go, ok: false, fix: `Install Go ${neededGo} or newer from https://go.dev/dl/.` };
  }
}

function check(name: string, wanted: string, found: string | undefined, fix: string): Check {
  return {
    name,
    ok: found !== undefined,
    wanted,
    found: found ?? "missing",
    fix: found === undefined ? fix : "",
  };
}

/** The version in a tool's own words, without the words; undefined when it is not on PATH. */
async function version(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args);
    return /\d+(?:\.\d+)+/.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
