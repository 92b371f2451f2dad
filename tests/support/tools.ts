import path from "node:path";

import { toolbox } from "../../toolchain/toolbox.ts";
import type { ToolName } from "../../toolchain/tool.ts";

/** The checkout whose tests run. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Absolute path of a tool's executable. Throws, saying `make toolchain`, when it is not there. */
export function tool(name: ToolName): string {
  return toolbox(root).path(name);
}
