import { join } from "node:path";

import { apiVersionsOf } from "../../policy/depths/api-versions.ts";
import type { Renderer } from "../../policy/depths/expand.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { localFolder, root } from "../paths.ts";

/** Longest that one chart may take to fetch or render, in seconds. */
const timeoutSeconds = 60;

/** What a renderer depends on beside this machine. */
export interface RendererOptions {
  /** Names of the add-ons that the environment uses. */
  readonly addons: readonly string[];
  /** The tree whose own chart is rendered where it is of the wanted version. @default the working tree */
  readonly tree?: string;
  /** Folder of packaged charts; no repository is asked then. */
  readonly charts?: string;
}

/** Renders for the rules with the project's own Helm, and keeps what it rendered where `render` does. */
export function policyRenderer({ addons, tree = root, charts }: RendererOptions): Renderer {
  const tools = toolbox(root);
  return {
    helm3: tools.path("helm3"),
    helm4: tools.path("helm4"),
    charts: {
      own: [join(tree, "charts", "microservice")],
      ...(charts !== undefined && { folder: charts }),
      cacheFolder: join(localFolder, "charts"),
      timeoutSeconds,
    },
    apiVersions: apiVersionsOf(addons),
    cacheFolder: join(localFolder, "rendered"),
  };
}
