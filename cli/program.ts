import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command } from "commander";

import { registerClusterCommands } from "./register-cluster-commands.ts";
import { registerDeclareCommands } from "./register-declare-commands.ts";
import { registerNotifyCommands } from "./register-notify-commands.ts";
import { registerOpenCommand } from "./register-open-command.ts";
import { registerPolicyCommands } from "./register-policy-commands.ts";
import { registerOperateCommands } from "./register-operate-commands.ts";
import { registerRecoverCommands } from "./register-recover-commands.ts";
import { registerPlatformCommands } from "./register-platform-commands.ts";
import { registerSecretsCommands } from "./register-secrets-commands.ts";
import { registerDeliverCommands } from "./register-deliver-commands.ts";
import { registerPromoteCommand } from "./register-promote-command.ts";
import { registerDeliveryCommands } from "./register-delivery-commands.ts";
import { registerPreviewCommands } from "./register-preview-commands.ts";
import { registerReleaseCommand } from "./register-release-command.ts";
import { registerVerifyCommand } from "./register-verify-command.ts";
import { registerStackCommands } from "./register-stack-commands.ts";
import { root } from "./paths.ts";

/** The command line of ./msa: every verb with its arguments, options and examples. */
export function program(): Command {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const command = new Command("msa")
    .description(
      "Operate the microservice platform: one stack per environment, services by Argo CD.",
    )
    .version(version)
    // The version of ./msa only before a verb: some verbs take a --version of their own.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError("(add --help for what it takes)")
    .exitOverride();
  registerClusterCommands(command);
  registerStackCommands(command);
  registerOperateCommands(command);
  registerRecoverCommands(command);
  registerPlatformCommands(command);
  registerSecretsCommands(command);
  registerNotifyCommands(command);
  registerOpenCommand(command);
  registerPolicyCommands(command);
  registerPreviewCommands(command);
  registerVerifyCommand(command);
  registerReleaseCommand(command);
  registerDeliverCommands(command);
  registerPromoteCommand(command);
  registerDeclareCommands(command);
  registerDeliveryCommands(command);
  // Commander takes settings over only for commands made after them; these were made by hand.
  for (const verb of command.commands.flatMap((each) => [each, ...each.commands])) {
    verb
      .exitOverride()
      .showSuggestionAfterError()
      .showHelpAfterError("(add --help for what it takes)");
  }
  return command.addHelpText(
    "after",
    "\nExit codes: 0 done, or all Synced and Healthy · 1 failed, or not Healthy · 2 bad input, nothing was changed.",
  );
}
