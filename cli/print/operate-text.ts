import Table from "cli-table3";

import type { EventsFound } from "../commands/events.ts";
import type { LogLine } from "../commands/logs.ts";
import type { ProxyStatus } from "../commands/proxy-status.ts";
import { painter } from "./paint.ts";
import type { SyncResult, SyncedService } from "../commands/sync.ts";

/** What a sync did, object by object; what failed says why. */
export function syncText({ services }: SyncResult): string {
  return services.flatMap(linesOf).join("\n");
}

function linesOf({ application, ok, message, objects }: SyncedService): string[] {
  const head = ok ? `${application}: synced. ${message}` : `${application}: NOT synced. ${message}`;
  const lines = objects.map(
    ({ object, result, message: said }) =>
      `  ${object}: ${result}${said === "" ? "" : `, ${said}`}`,
  );
  const none = ok && objects.length === 0 ? ["  nothing differed from what is declared"] : [];
  return [head.trim(), ...lines, ...none];
}

/** A line of a log behind the pod it came from. */
export function logText({ pod, container, line }: LogLine, colour: boolean): string {
  return `${painter(colour)("dim", `[${pod}/${container}]`)} ${line}`;
}

/** Events, newest last, and what to look at next. */
export function eventsText({ events, next }: EventsFound, colour: boolean): string {
  const paint = painter(colour);
  const lines = events.map(({ time, type, object, reason, message, count }) =>
    [
      time.slice(0, 19).replace("T", " "),
      type === "Warning" ? paint("yellow", type) : type,
      `${object}: ${reason}: ${message}${count > 1 ? ` (${count} times)` : ""}`,
    ].join("  "),
  );
  const none = events.length === 0 ? ["No events (they are kept for an hour)."] : [];
  const looks = next.map(({ why, command }) => `  ${command}  (${why})`);
  return [...lines, ...none, "Look at next:", ...looks].join("\n");
}

/** The mesh's proxies as a table, and below it what is wrong with each. */
export function proxyText({ sidecars, without }: ProxyStatus, colour: boolean): string {
  const paint = painter(colour);
  const table = new Table({
    head: ["pod", "sidecar", "version", "Envoy", "endpoints"].map((title) => paint("bold", title)),
    style: { head: [], border: [] },
  });
  for (const { pod, isInjected, isReady, version = "", envoy, problems } of sidecars) {
    const state = isInjected ? (isReady ? "ready" : "not ready") : "none";
    table.push([
      pod,
      paint(problems.length === 0 ? "green" : "red", state),
      version,
      envoy === undefined ? "not asked" : envoy.isReady ? "ready" : "not ready",
      envoy === undefined ? "" : endpoints(envoy.clusters, envoy.unhealthy.length),
    ]);
  }
  return [
    ...(sidecars.length === 0 ? [] : [table.toString()]),
    ...sidecars.flatMap(({ pod, problems }) => problems.map((problem) => `${pod}: ${problem}`)),
    ...without.map((service) => `${service}: has no pod. See why: ./msa status`),
  ].join("\n");
}

function endpoints(clusters: number, unhealthy: number): string {
  return unhealthy === 0 ? `of ${clusters} services, all healthy` : `${unhealthy} unhealthy`;
}
