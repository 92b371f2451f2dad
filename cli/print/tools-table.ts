import { styleText } from "node:util";

import Table from "cli-table3";

import type { ToolAccess } from "../status/tools.ts";

const logins = { own: "its own", "oauth2-proxy": "oauth2-proxy", none: "none, so not routed" };

/** The platform's tools as a table; environments of one platform share its rows. */
export function toolsTable(tools: readonly ToolAccess[], colour: boolean): string {
  const bold = (text: string) =>
    colour ? styleText("bold", text, { validateStream: false }) : text;
  const table = new Table({
    head: ["tool", "open it", "login"].map(bold),
    style: { head: [], border: [] },
  });
  const rows = tools.map(({ name, url, portForward, login }) => [
    name,
    url ?? portForward ?? "",
    logins[login],
  ]);
  const different = new Map(rows.map((row) => [row.join("\n"), row]));
  table.push(...different.values());
  return table.toString();
}
