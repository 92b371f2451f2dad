import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { z } from "zod";

import { executableOf } from "./executable.ts";
import { modulesFolder, type Layout } from "./layout.ts";
import type { Tool } from "./tool.ts";

const stampSchema = z.object({
  /** What the executable was made from; see `keyOf`. */
  key: z.string(),
  /** Version of the executable, `x.y.z`: a linked one may be of another patch than the pinned. */
  version: z.string(),
  /** `built`: by us. `path`: a link to an installed one. */
  source: z.enum(["built", "path"]),
  /** Size and time of change of the executable: an installed one may be replaced under us. */
  seal: z.string(),
});

/** What is known of the executable in place. */
export type Stamp = z.infer<typeof stampSchema>;

/** One value for everything in the repository that a build of `tool` depends on. */
export function keyOf(tool: Tool): string {
  const { version, package: main, versionFlags, embeds, patch } = tool;
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ version, main, versionFlags, embeds, patch }));
  for (const file of ["go.mod", "go.sum", "main.go"]) {
    const source = path.join(modulesFolder, tool.module, file);
    hash.update(existsSync(source) ? readFileSync(source) : "");
  }
  return hash.digest("hex");
}

/** The stamp of `tool`, when the executable in place is the one it speaks of and still wanted. */
export function currentStamp(layout: Layout, tool: Tool): Stamp | undefined {
  try {
    const stamp = stampSchema.parse(JSON.parse(readFileSync(stampFile(layout, tool), "utf8")));
    const isCurrent = stamp.key === keyOf(tool) && stamp.seal === seal(layout, tool);
    return isCurrent ? stamp : undefined;
  } catch {
    // No stamp, one of an older form, or no executable: the tool is made again.
    return undefined;
  }
}

/** Records what is in place for `tool`; the executable must be there. */
export function writeStamp(
  layout: Layout,
  tool: Tool,
  made: Pick<Stamp, "version" | "source">,
): void {
  mkdirSync(layout.stamps, { recursive: true });
  const stamp: Stamp = { key: keyOf(tool), ...made, seal: seal(layout, tool) };
  writeFileSync(stampFile(layout, tool), `${JSON.stringify(stamp, undefined, 2)}\n`);
}

function stampFile(layout: Layout, tool: Tool): string {
  return path.join(layout.stamps, `${tool.name}.json`);
}

function seal(layout: Layout, tool: Tool): string {
  const { size, mtimeMs } = statSync(executableOf(layout, tool.name));
  return `${size} bytes, ${mtimeMs}`;
}
