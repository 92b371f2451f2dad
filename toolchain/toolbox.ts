import { existsSync, readlinkSync } from "node:fs";
import path from "node:path";

import { findInstalled } from "./build.ts";
import { ToolchainError } from "./errors.ts";
import { executableOf } from "./executable.ts";
import { layout as layoutOf } from "./layout.ts";
import { minorOf } from "./on-path.ts";
import { currentStamp } from "./stamp.ts";
import type { Tool, ToolName } from "./tool.ts";
import { toolNamed, tools } from "./tools.ts";

/** The tools of one checkout, as the rest of the project uses them. */
export interface Toolbox {
  /** The executable of a tool. Throws a ToolchainError when it is not there yet. */
  path(name: ToolName): string;
  readonly binFolder: string;
  /** `<source>/<crd>.yaml`, one CustomResourceDefinition a file. */
  readonly crdsFolder: string;
  /** Holds `helm` (Helm 4), for programs that look for that name on PATH. */
  readonly helmFolder: string;
  readonly pulumiHome: string;
  /**
   * The environment for a command that uses our tools: they come first on PATH, and Pulumi keeps to
   * its pinned plugins and asks no server for updates. `extra` goes over it.
   */
  environment(extra?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
}

/** The toolbox of the checkout at `root`; nothing is built or checked by this call. */
export function toolbox(root: string): Toolbox {
  const layout = layoutOf(root);
  return {
    path(name) {
      const file = executableOf(layout, name);
      if (!existsSync(file)) {
        throw new ToolchainError(
          `${name}: not built yet (${file} is missing). Run: make toolchain`,
        );
      }
      return file;
    },
    binFolder: layout.bin,
    crdsFolder: layout.crds,
    helmFolder: layout.helm,
    pulumiHome: layout.pulumiHome,
    environment: (extra = {}) => ({
      ...process.env,
      // Ours come before node_modules/.bin, where the npm package `pulumi` puts a downloading wrapper.
      PATH: joinPath([layout.bin, path.join(root, "node_modules", ".bin")]),
      PULUMI_HOME: layout.pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ...extra,
    }),
  };
}

function joinPath(first: readonly string[]): string {
  const rest = (process.env["PATH"] ?? "").split(path.delimiter);
  return [...first, ...rest.filter((folder) => !first.includes(folder))].join(path.delimiter);
}

/** One tool as `./msa doctor` shows it. */
export interface ToolState {
  readonly name: ToolName;
  /** Minor version that is accepted, `3.6.x`; the built one is exact. */
  readonly wanted: string;
  /** What is there, as version and, for an installed one, its file; empty when nothing is. */
  readonly found: string;
  /** `path`: installed by the user. `built`: by the toolchain. */
  readonly source: "path" | "built" | "missing";
  /** What to do; empty when all is well. */
  readonly fix: string;
}

/** The state of every tool of the checkout at `root`; changes nothing. */
export function describeTools(root: string, env = process.env): Promise<ToolState[]> {
  return Promise.all(tools.map((tool) => describeTool(root, tool, env)));
}

async function describeTool(root: string, tool: Tool, env: NodeJS.ProcessEnv): Promise<ToolState> {
  const layout = layoutOf(root);
  const known = { name: tool.name, wanted: `${minorOf(tool.version)}.x` };
  const stamp = currentStamp(layout, toolNamed(tool.name));
  if (stamp?.source === "built") {
    return { ...known, found: stamp.version, source: "built", fix: "" };
  }
  if (stamp?.source === "path") {
    const file = readlinkSync(executableOf(layout, tool.name));
    return { ...known, found: `${stamp.version} (${file})`, source: "path", fix: "" };
  }
  const { usable, other } = await findInstalled(layout, tool, env);
  if (usable !== undefined) {
    return { ...known, found: `${usable.version} (${usable.file})`, source: "path", fix: "" };
  }
  return {
    ...known,
    found: other === undefined ? "" : `${other.version} (${other.file})`,
    source: "missing",
    fix: fixFor(tool),
  };
}

function fixFor(tool: Tool): string {
  const build = `make toolchain builds it (about ${Math.max(1, Math.round(tool.minutes))} min)`;
  return tool.official === undefined ? build : `${build}, or install it: ${tool.official}`;
}
