import { styleText } from "node:util";

import Table from "cli-table3";

import type { SecretRow, SecretsListed } from "../commands/secrets-list.ts";

/** The secrets of an environment as a table, with the commands for what is missing below it. */
export function secretsTable({ environment, secrets }: SecretsListed, colour: boolean): string {
  if (secrets.length === 0) return `${environment} needs no secret.`;
  const paint = (format: "green" | "yellow" | "red" | "bold", text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const table = new Table({
    head: ["name", "what it is", "used by", "state", "required", "age"].map((title) =>
      paint("bold", title),
    ),
    style: { head: [], border: [] },
    wordWrap: true,
    // The one column of sentences; the others are as wide as they need.
    colWidths: [null, Math.min(widestPurpose, longest(secrets)) + padding],
  });
  for (const row of secrets) {
    const missing = row.required ? "red" : "yellow";
    table.push([
      row.name,
      row.purpose,
      row.usedBy.join("\n"),
      paint(row.state === "missing" ? missing : "green", row.state),
      row.required ? "yes" : "no",
      age(row),
    ]);
  }
  return [table.toString(), ...commands(secrets)].join("\n");
}

const widestPurpose = 36;
/** A space on either side. */
const padding = 2;

function longest(rows: readonly SecretRow[]): number {
  return Math.max("what it is".length, ...rows.map(({ purpose }) => purpose.length));
}

function age({ state, ageDays }: SecretRow): string {
  if (state !== "set") return "";
  if (ageDays === undefined) return "not known";
  if (ageDays <= 0) return "today";
  return ageDays === 1 ? "1 day" : `${ageDays} days`;
}

function commands(rows: readonly SecretRow[]): string[] {
  const missing = rows.filter(({ state }) => state === "missing");
  const line = ({ command = "" }: SecretRow) => `  ${command}`;
  const required = missing.filter(({ required: needed }) => needed);
  const others = missing.filter(({ required: needed }) => !needed);
  return [
    ...(required.length === 0 ? [] : ["Nothing is applied before these are set:"]),
    ...required.map(line),
    ...(others.length === 0 ? [] : ["What uses these is off until they are set:"]),
    ...others.map(line),
  ];
}
