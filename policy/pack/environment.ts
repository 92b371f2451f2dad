import { dirname, join } from "node:path";

import { decodeEngineConfig } from "../../config/decode.ts";
import type { Config } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { siblingsIn } from "../../config/siblings.ts";
import { apiVersionsOf } from "../depths/api-versions.ts";
import type { Renderer } from "../depths/expand.ts";
import { readExemptions } from "../exemptions/read.ts";
import { rules } from "../rules.ts";
import { findHelm } from "./find-helm.ts";
import type { EngineStack } from "./engine-stack.ts";
import type { Session } from "./session.ts";

/** Longest that one chart may take to fetch or render, in seconds. */
const timeoutSeconds = 60;

/**
 * What the pack goes by, from the engine's own configuration of the stack and the files beside the pack.
 *
 * Settings from the environment: MSA_POLICY_CHARTS, a folder of packaged charts in place of every
 * repository; MSA_LOCAL_FOLDER, where things are kept.
 */
export function packSession(folder: string, engine: EngineStack): Session {
  const root = dirname(folder);
  const local = process.env["MSA_LOCAL_FOLDER"] ?? join(root, ".msa");
  const charts = process.env["MSA_POLICY_CHARTS"];
  const config = configOf(engine, root);
  const today = new Date().toISOString().slice(0, 10);
  const renderer: Renderer = {
    helm3: findHelm("helm3", local),
    helm4: findHelm("helm4", local),
    charts: {
      own: [join(root, "charts", "microservice")],
      ...(charts !== undefined && charts !== "" && { folder: charts }),
      cacheFolder: join(local, "charts"),
      timeoutSeconds,
    },
    apiVersions: apiVersionsOf(Object.keys(config.addons)),
    cacheFolder: join(local, "rendered"),
  };
  return { config, renderer, today, exemptions: readExemptions(folder, rules, today) };
}

/** The same reading as the program's; the engine has joined project and stack already. */
function configOf({ stack, config, secretKeys }: EngineStack, root: string): Config {
  return parse({
    stack,
    file: `Pulumi.${stack}.yaml`,
    siblings: siblingsIn(root, stack),
    ...decodeEngineConfig(config, secretKeys),
  });
}
