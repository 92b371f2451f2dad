import { Option, type Command } from "commander";

/** Adds the options by which a person chooses a target (target.ts) to a verb. */
export function withTarget(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--local",
        "the local cluster, also when the stack is pinned to a real one",
      ).conflicts("context"),
    )
    .option(
      "--context <context>",
      "a context of your kubeconfig that `up --context` was used with",
    );
}
