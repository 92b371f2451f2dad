import type { Command } from "commander";

import type { PromoteResult, PromotionPlan } from "./commands/promote.ts";
import { deliveryFrom, withDelivery, type DeliveryFlags } from "./delivery-options.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { ports } from "./register-deliver-commands.ts";
import { environmentNamed } from "./stack-config.ts";

interface PromoteFlags extends DeliveryFlags {
  readonly from: string;
  readonly to: string;
  readonly all?: true;
  readonly skipUnverified?: true;
  readonly apply?: true;
}

/** The verb that takes versions from one environment to the next. */
export function registerPromoteCommand(program: Command): void {
  withDelivery(
    program
      .command("promote")
      .description("take the versions verified in one environment over into another")
      .argument("[services...]", "services; or --all")
      .requiredOption("--from <environment>", "where they were verified")
      .requiredOption("--to <environment>", "where they are to be declared")
      .option("--all", "every service of the source")
      .option("--skip-unverified", "leave out what is not verified, in place of refusing all")
      .option("--apply", "also bring it to the cluster"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa promote --from staging --to production --all --pr\n" +
        "  ./msa promote user-service --from staging --to production --apply\n\n" +
        "Takes the newest set that was verified together (tags verified/<environment>/<n>): versions and digests,\n" +
        "never a size or a setting. Refuses a service that is held, or whose declared version is not the verified one.\n" +
        "With --commit and without --apply any branch may be checked out.",
    )
    .action(async (services: string[], flags: PromoteFlags) => {
      const { promote } = await import("./commands/promote.ts");
      const { promotionTable } = await import("./print/promotion-table.ts");
      const { from, to, ...others } = flags;
      const places = { from: environmentNamed(from), to: environmentNamed(to) };
      const showPlan = (plan: PromotionPlan) => {
        process.stderr.write(`${promotionTable(plan)}\n`);
      };
      const options = { ...deliveryFrom(others), ...places, services };
      const result = await promote(options, { ...(await ports(flags)), showPlan });
      if (flags.json) printJson(result);
      else await printPromoted(result);
    });
}

async function printPromoted(result: PromoteResult): Promise<void> {
  const { committedText, deliveredText, pullRequestText } =
    await import("./print/delivery-text.ts");
  const { to, services, files, committed, delivered, pullRequest } = result;
  if (delivered !== undefined) printLine(deliveredText(delivered, wantsColour(process.stdout)));
  else if (pullRequest !== undefined) printLine(pullRequestText(pullRequest));
  else if (committed !== undefined) printLine(committedText(committed));
  else if (services.every(({ action }) => action !== "promote")) {
    printLine(`Nothing to promote: ${to} declares it already.`);
  } else {
    printLine(`Written: ${files.join(", ")}. Bring it there: ./msa deploy ${to} all`);
  }
}
