import { InvalidArgumentError, type Command } from "commander";

import { progressTo } from "../toolchain/progress.ts";
import { exitCodes } from "./errors.ts";
import { printJson, printLine, wantsColour } from "./print/print.ts";
import { environmentNamed } from "./stack-config.ts";
import { withTarget } from "./target-options.ts";
import type { TargetOptions } from "./target.ts";
import { wholeSeconds } from "./whole-seconds.ts";

interface SyncFlags extends TargetOptions {
  readonly force?: true;
  readonly prune?: true;
  readonly timeout: number;
  readonly json?: true;
}

interface LogsFlags extends TargetOptions {
  readonly tail: number;
  readonly follow?: true;
  readonly previous?: true;
  readonly container?: string;
  readonly json?: true;
}

interface LookFlags extends TargetOptions {
  readonly json?: true;
}

const anEnvironment = "development, staging or production";

// A verb's code is loaded when it runs, as in register-cluster-commands.ts.

/** Verbs about what runs: sync, logs, events, proxy-status, diff. */
export function registerOperateCommands(program: Command): void {
  registerSync(program);
  registerLogs(program);
  registerEvents(program);
  registerProxyStatus(program);
  registerDiff(program);
}

function registerSync(program: Command): void {
  withTarget(
    program
      .command("sync")
      .description("have Argo CD bring services to what is declared, now")
      .argument("<environment>", anEnvironment)
      .argument("<service>", "a service, or all"),
  )
    .option("--force", "delete and create anew what cannot be changed in place")
    .option("--prune", "delete what is no longer declared")
    .option("--timeout <seconds>", "how long each sync may take", wholeSeconds, 300)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa sync staging user-service\n  ./msa sync production all --prune\n  ./msa sync development order-service --force --json\n\n" +
        "What is declared does not change: for a new version use ./msa deploy. Sync windows are respected.\n" +
        "Exit code 1 when a service was not synced.",
    )
    .action(async (name: string, service: string, flags: SyncFlags) => {
      const environment = environmentNamed(name);
      const { sync } = await import("./commands/sync.ts");
      const { syncText } = await import("./print/operate-text.ts");
      const { timeout: timeoutSeconds, ...options } = flags;
      const progress = progressTo(process.stderr);
      const result = await sync(environment, service, { ...options, timeoutSeconds }, progress);
      if (flags.json) printJson(result);
      else printLine(syncText(result));
      const ok = result.services.every((each) => each.ok);
      process.exitCode = ok ? exitCodes.done : exitCodes.failed;
    });
}

function registerLogs(program: Command): void {
  withTarget(
    program
      .command("logs")
      .description("the logs of all pods of a service, each line behind its pod")
      .argument("<environment>", anEnvironment)
      .argument("<service>", "a service"),
  )
    .option("--tail <lines>", "lines from the end of each log", wholeLines, 100)
    .option("--follow", "go on with new lines, until interrupted")
    .option("--previous", "of the container that ran before the last restart")
    .option("--container <name>", "another container than the service's own, such as istio-proxy")
    .option("--json", "print each line as a JSON object")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa logs production user-service --tail 200\n  ./msa logs staging order-service --follow\n" +
        "  ./msa logs staging order-service --previous --container istio-proxy\n\n" +
        "On the local cluster images never run, so there are no logs.",
    )
    .action(runLogs);
}

async function runLogs(name: string, service: string, flags: LogsFlags): Promise<void> {
  const environment = environmentNamed(name);
  const { logs } = await import("./commands/logs.ts");
  const { logText } = await import("./print/operate-text.ts");
  const stop = new AbortController();
  process.once("SIGINT", () => {
    stop.abort();
  });
  const { json, ...options } = flags;
  const colour = wantsColour(process.stdout);
  const read = await logs(environment, service, { ...options, stop: stop.signal }, (line) => {
    printLine(json ? JSON.stringify(line) : logText(line, colour));
  });
  for (const reason of read.missing) process.stderr.write(`${reason}\n`);
  const isSilent = read.missing.length === read.sources.length;
  process.exitCode = isSilent ? exitCodes.failed : exitCodes.done;
}

function registerEvents(program: Command): void {
  withTarget(
    program
      .command("events")
      .description("what Kubernetes and Argo CD noted, newest last, and what to look at next")
      .argument("<environment>", anEnvironment)
      .argument("[service]", "only this service"),
  )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa events development\n  ./msa events production user-service --json",
    )
    .action(async (name: string, service: string | undefined, flags: LookFlags) => {
      const environment = environmentNamed(name);
      const { events } = await import("./commands/events.ts");
      const { eventsText } = await import("./print/operate-text.ts");
      const found = await events(environment, service, flags);
      if (flags.json) printJson(found);
      else printLine(eventsText(found, wantsColour(process.stdout)));
    });
}

function registerProxyStatus(program: Command): void {
  withTarget(
    program
      .command("proxy-status")
      .description(
        "the mesh's proxy beside each pod: there, ready, and what it holds for unhealthy",
      )
      .argument("<environment>", anEnvironment)
      .argument("[service]", "only this service"),
  )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa proxy-status production\n  ./msa proxy-status staging user-service --json\n\n" +
        "It asks each Envoy through a port of this machine, which takes the right pods/portforward.\n" +
        "On the local cluster images never run, so there are no proxies. Exit code 1 when something is wrong.",
    )
    .action(async (name: string, service: string | undefined, flags: LookFlags) => {
      const environment = environmentNamed(name);
      const { proxyStatus } = await import("./commands/proxy-status.ts");
      const { proxyText } = await import("./print/operate-text.ts");
      const found = await proxyStatus(environment, service, flags);
      if (flags.json) printJson(found);
      else printLine(proxyText(found, wantsColour(process.stdout)));
      const good =
        found.without.length === 0 && found.sidecars.every(({ problems }) => problems.length === 0);
      process.exitCode = good ? exitCodes.done : exitCodes.failed;
    });
}

function wholeLines(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) {
    throw new InvalidArgumentError(`must be a whole number of lines (found ${text}).`);
  }
  return value;
}

function registerDiff(program: Command): void {
  withTarget(
    program
      .command("diff")
      .description(
        "declared against live: what the engine would change, and what Argo CD sees differ",
      )
      .argument("<environment>", anEnvironment),
  )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  ./msa diff development\n  ./msa diff production --json\n\n" +
        "It changes nothing. Exit code 0 without a difference, 1 with one.",
    )
    .action(async (name: string, flags: LookFlags) => {
      const environment = environmentNamed(name);
      const { diff, isSame } = await import("./commands/diff.ts");
      const { diffText } = await import("./print/diff-text.ts");
      const found = await diff(environment, flags, progressTo(process.stderr));
      if (flags.json) printJson(found);
      else printLine(diffText(found, wantsColour(process.stdout)));
      process.exitCode = isSame(found) ? exitCodes.done : exitCodes.failed;
    });
}
