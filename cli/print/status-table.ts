import { styleText } from "node:util";

import Table from "cli-table3";

import { isGood, type ServiceStatus } from "../status/model.ts";

/** The status as a table with the reasons below it; colour only when asked for. */
export function statusTable(rows: readonly ServiceStatus[], colour: boolean): string {
  const paint = (format: "green" | "yellow" | "red" | "bold", text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const several = new Set(rows.map((row) => row.environment)).size > 1;
  const table = new Table({
    head: [
      ...(several ? ["environment"] : []),
      ...[
        "service",
        "URL",
        "version",
        "sync",
        "health",
        "replicas",
        "HPA",
        "last deploy",
        "drift",
        "hold",
      ],
    ].map((title) => paint("bold", title)),
    style: { head: [], border: [] },
  });
  for (const row of rows) {
    const good = isGood(row) ? "green" : row.health === "Progressing" ? "yellow" : "red";
    table.push([
      ...(several ? [row.environment] : []),
      row.service,
      row.url,
      row.version,
      paint(row.sync === "Synced" ? "green" : "red", row.sync),
      paint(good, row.health),
      `${row.replicas.ready}/${row.replicas.wanted}`,
      autoscaler(row),
      lastDeploy(row),
      paint(row.drift.length === 0 ? "green" : "red", drift(row)),
      row.hold === undefined ? "no" : paint("yellow", "held"),
    ]);
  }
  return [table.toString(), ...rows.flatMap((row) => remarks(row, several))].join("\n");
}

function autoscaler({ autoscaler: hpa }: ServiceStatus): string {
  return hpa === undefined ? "off" : `${hpa.min}–${hpa.max}${hpa.metrics ? "" : " (no metrics)"}`;
}

/** To the minute: `2026-11-23 15:04 UTC, Argo CD`. */
function lastDeploy({ lastDeploy: last }: ServiceStatus): string {
  if (last === undefined) return "never";
  return `${last.time.slice(0, 16).replace("T", " ")} UTC, ${last.by}`;
}

function drift({ drift: objects }: ServiceStatus): string {
  if (objects.length === 0) return "none";
  return objects.length === 1 ? "1 object" : `${objects.length} objects`;
}

function remarks(row: ServiceStatus, several: boolean): string[] {
  const where = several ? `${row.environment} ${row.service}` : row.service;
  const { hold } = row;
  const held =
    hold === undefined
      ? []
      : [
          `held by ${hold.by} since ${hold.since}: ${hold.reason}. It stays at its version until released`,
        ];
  return [...held, ...row.reasons].map((reason) => `${where}: ${reason}`);
}
