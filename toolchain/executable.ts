import path from "node:path";

import type { Layout } from "./layout.ts";
import type { ToolName } from "./tool.ts";
import { toolNamed } from "./tools.ts";

/**
 * Where the executable of `name` is, whether it was built or is a link to an installed one.
 *
 * The provider is not in the bin folder: there Pulumi would find it on PATH and warn at every run.
 */
export function executableOf(layout: Layout, name: ToolName): string {
  if (name !== "pulumi-resource-kubernetes") {
    return path.join(layout.bin, name);
  }
  const folder = `resource-kubernetes-v${toolNamed(name).version}`;
  return path.join(layout.pulumiHome, "plugins", folder, name);
}
