import { styleText } from "node:util";

import Table from "cli-table3";

import { environments } from "../../config/model.ts";
import { isGood, type ServiceStatus } from "../status/model.ts";

/** Which version of each service runs where; what is not Synced and Healthy says so beside it. */
export function versionMatrix(rows: readonly ServiceStatus[], colour: boolean): string {
  const paint = (format: "green" | "red" | "bold", text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const shown = environments.filter((each) => rows.some((row) => row.environment === each));
  const services = [...new Set(rows.map(({ service }) => service))].sort();
  const table = new Table({
    head: ["service", ...shown].map((title) => paint("bold", title)),
    style: { head: [], border: [] },
  });
  for (const service of services) {
    const cells = shown.map((environment) => {
      const row = rows.find((each) => each.environment === environment && each.service === service);
      if (row === undefined) return "–";
      return paint(isGood(row) ? "green" : "red", cell(row));
    });
    table.push([service, ...cells]);
  }
  return table.toString();
}

function cell(row: ServiceStatus): string {
  if (isGood(row)) return row.version;
  const what = row.sync === "Synced" ? row.health : row.sync;
  return `${row.version} (${what})`;
}
