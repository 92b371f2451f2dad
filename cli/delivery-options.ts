import { Option, type Command } from "commander";

import { withTarget } from "./target-options.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** Flags of verbs that change what is declared and bring it to a cluster. */
export interface DeliveryFlags {
  readonly local?: boolean;
  readonly context?: string;
  readonly platform?: true;
  readonly commit?: true;
  readonly pr?: true;
  readonly push?: true;
  readonly yes?: true;
  readonly timeout: number;
  readonly json?: true;
}

/** Adds them to a verb. */
export function withDelivery(command: Command): Command {
  return withTarget(command)
    .option("--platform", "also apply what changes beyond the named Applications")
    .option("--commit", "commit the change to the environment's branch, which must be checked out")
    .addOption(
      new Option("--pr", "open a pull request instead; no cluster is touched").conflicts([
        "commit",
        "push",
      ]),
    )
    .option("--push", "push what is committed and tagged to origin")
    .option("--yes", "go on without asking")
    .option("--timeout <seconds>", "how long to wait for the Applications", wholeSeconds, 300)
    .option("--json", "print the result as JSON");
}

/** Flags as the verbs' functions take them. */
export function deliveryFrom<Flags extends DeliveryFlags>({ timeout, ...flags }: Flags) {
  return { ...flags, timeoutSeconds: timeout };
}
