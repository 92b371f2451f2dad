import type { Command } from "commander";

import type { OpenResult } from "./commands/open.ts";
import { printJson, printLine } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";

interface OpenFlags extends TargetOptions {
  readonly login?: true;
  readonly json?: true;
}

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** The verb open: how a tool of the platform is opened. */
export function registerOpenCommand(program: Command): void {
  withTarget(
    program
      .command("open")
      .description("how one of the platform's tools is opened: its address, or a port-forward")
      .argument("<tool>", "argo, grafana, jaeger, k8s or prometheus")
      .argument("[environment]", "development, staging or production", "development"),
  )
    .option("--login", "also how to log in, with the first password of Argo CD or Grafana")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa open argo production\n  ./msa open argo --login\n  ./msa open grafana staging --login --json",
    )
    .action(async (tool: string, name: string, flags: OpenFlags) => {
      const environment = environmentNamed(name);
      const { open } = await import("./commands/open.ts");
      const { login, local, context } = flags;
      const found = await open(tool, environment, { login, local, context });
      if (flags.json) printJson(found);
      else for (const line of linesOf(found)) printLine(line);
    });
}

/** What a person reads: where, and with which account. */
export function linesOf(found: OpenResult): readonly string[] {
  const { url, portForward, account } = found;
  return [...(url === undefined ? forwarded(portForward ?? "") : [url]), ...accountLines(account)];
}

function forwarded(command: string): string[] {
  const port = /(\d+):\d+$/.exec(command)?.[1];
  return [command, ...(port === undefined ? [] : [`then http://localhost:${port}`])];
}

function accountLines(account: OpenResult["account"]): string[] {
  if (account === undefined) return [];
  return "note" in account
    ? [account.note]
    : [`user: ${account.user}`, `password: ${account.password}`];
}
