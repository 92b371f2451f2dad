import { join } from "node:path";

import { root } from "./tools.ts";

/** What a person's own `pulumi` needs of the environment, with the project's engines on their PATH. */
export const plainPulumi = {
  PATH: [join(root, ".msa/toolchain/bin"), join(root, "node_modules/.bin"), process.env.PATH].join(
    ":",
  ),
  PULUMI_HOME: join(root, ".msa/toolchain/pulumi-home"),
};
