import { styleText } from "node:util";

import Table from "cli-table3";

import type { Check } from "../commands/doctor.ts";

/** The checks as a table; what to do stands beside what is missing. */
export function doctorTable(checks: readonly Check[], colour: boolean): string {
  const paint = (format: "green" | "red" | "bold", text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const table = new Table({
    head: ["prerequisite", "wanted", "found", "what to do"].map((title) => paint("bold", title)),
    style: { head: [], border: [] },
  });
  for (const { name, ok, wanted, found, fix } of checks) {
    table.push([name, wanted, paint(ok ? "green" : "red", found), fix]);
  }
  return table.toString();
}
