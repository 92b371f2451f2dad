import type { Config, Environment } from "../../config/model.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { CliError } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { type Alertmanager, alertmanagerAt } from "../notify/alertmanager.ts";
import { type Channel, channels } from "../notify/channels.ts";
import { awaitDelivery, type Delivery, isComplete } from "../notify/delivery.ts";
import { type Engine, findEngine, sendThrough } from "../notify/argo-engine.ts";
import { failureIn } from "../notify/failure-log.ts";
import { type Reached, withAlertmanager } from "../notify/reach.ts";
import { argoEvents, sampleApplications } from "../notify/sample-applications.ts";
import { sampleAlerts } from "../notify/samples.ts";
import { offHere, type OffHere } from "../secrets/needs.ts";
import { configOf } from "../stack-config.ts";
import { findTarget, type TargetOptions } from "../target.ts";

export interface NotifyTestOptions extends TargetOptions {
  /** Absent: all that are on. */
  readonly channel?: Channel | undefined;
  /** How long a message may take. @default 60 */
  readonly timeoutSeconds?: number;
}

/** What became of the samples for one receiver. */
export interface TestedReceiver extends Omit<Delivery, "reasons"> {
  readonly ok: boolean;
  /** Why something did not arrive: the words of the other side where there are some. */
  readonly failure?: string;
}

export interface NotifyTestResult {
  readonly environment: Environment;
  /** Label `episode` of the samples. */
  readonly episode: string;
  readonly receivers: readonly TestedReceiver[];
  /** Why Argo CD's templates were left out, and its samples given straight to Alertmanager. */
  readonly pastArgoCd?: string;
  /** Messages that are configured and off. */
  readonly off: readonly OffHere[];
  /** Something was sent, and all of it arrived. */
  readonly ok: boolean;
}

/**
 * Sends a sample of each message and tells what arrived: Argo CD's through its own engine and templates to
 * Alertmanager, that of a limit straight to Alertmanager, as Prometheus does.
 *
 * @throws CliError when the channel that was asked for is off, or Alertmanager cannot be reached.
 */
export async function notifyTest(
  environment: Environment,
  options: NotifyTestOptions,
  progress: Progress,
): Promise<NotifyTestResult> {
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  const off = offHere(config, target).filter(({ what }) => what.startsWith("Notifications"));
  const on = channelsOn(config);
  if (options.channel !== undefined && !on.includes(options.channel)) {
    throw new CliError(`${options.channel}: is off. ${howToTurnOn(off, options.channel)}`);
  }
  const asked = options.channel === undefined ? on : [options.channel];
  const episode = new Date().toISOString();
  if (asked.length === 0) return { environment, episode, receivers: [], off, ok: false };
  const engine = await findEngine(kubeConfigFor(target), config.addons.argoCd.namespace);
  const receivers = await withAlertmanager(target, config, (reached) =>
    progress.step("Sending a sample of each message", (tell) =>
      test(reached, {
        config,
        channels: asked,
        episode,
        engine,
        tell,
        timeoutSeconds: options.timeoutSeconds ?? 60,
      }),
    ),
  );
  const ok = receivers.length > 0 && receivers.every((each) => each.ok);
  const past = "missing" in engine ? { pastArgoCd: engine.missing } : {};
  return { environment, episode, receivers, ...past, off, ok };
}

interface Test {
  readonly config: Config;
  readonly channels: readonly Channel[];
  readonly episode: string;
  readonly engine: Engine;
  readonly timeoutSeconds: number;
  readonly tell: (detail: string) => void;
}

async function test(
  { url, readLog }: Reached,
  { config, channels, episode, engine, timeoutSeconds, tell }: Test,
): Promise<readonly TestedReceiver[]> {
  const alertmanager: Alertmanager = alertmanagerAt(url);
  const before = await alertmanager.counters();
  const until = new Date(Date.parse(episode) + timeoutSeconds * 1000).toISOString();
  const wanted = { channels, episode, until };
  const alerts = sampleAlerts(config, wanted);
  if ("missing" in engine) {
    await alertmanager.send(alerts);
  } else {
    await sendThrough(engine, sampleApplications(config, wanted), url);
    await alertmanager.send(
      alerts.filter(({ labels }) => !argoEvents.includes(labels["event"] ?? "")),
    );
  }
  const options = { channels, episode, before, timeoutSeconds, tell };
  const deliveries = await awaitDelivery(alertmanager, options);
  const log = deliveries.every(isComplete) ? "" : await readLog(episode);
  return deliveries.map((delivery) => tested(delivery, failureIn(log, delivery.receiver, episode)));
}

function tested(delivery: Delivery, said: string | undefined): TestedReceiver {
  const { reasons, ...rest } = delivery;
  if (isComplete(delivery)) return { ...rest, ok: true };
  const counted = reasons.map((reason) => reasonWords[reason] ?? reason).join(", ");
  const failure = said ?? (counted === "" ? "no answer yet" : counted);
  return { ...rest, ok: false, failure };
}

/** What Alertmanager counts failures by (notify/util.go). */
const reasonWords: Readonly<Record<string, string>> = {
  clientError: "refused by the other side (HTTP 4xx)",
  serverError: "the other side failed (HTTP 5xx)",
  contextCanceled: "given up, since Alertmanager was reconfigured",
  contextDeadlineExceeded: "no answer in time",
  other: "failed",
};

function channelsOn({ notifications: { transports } }: Config): readonly Channel[] {
  const isOn: Readonly<Record<Channel, boolean>> = {
    slack: transports.slack !== undefined,
    email: transports.email !== undefined,
    teams: transports.teams.length > 0,
  };
  return channels.filter((channel) => isOn[channel]);
}

/** As `OffFeature.what` names them. */
const channelNames: Readonly<Record<Channel, string>> = {
  slack: "Slack",
  email: "e-mail",
  teams: "Teams",
};

function howToTurnOn(off: readonly OffHere[], channel: Channel): string {
  const why = off.filter(
    ({ what }) => what === "Notifications" || what.includes(` to ${channelNames[channel]}`),
  );
  return why.length === 0
    ? "No notification goes there (found none in msa:notifications). Add one in Pulumi.yaml."
    : why.map(({ what, why, turnOn }) => `${what}: ${why}. To turn it on: ${turnOn}`).join("\n");
}
