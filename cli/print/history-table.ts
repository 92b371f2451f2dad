import Table from "cli-table3";

import type { History } from "../commands/history.ts";
import type { Revision } from "../delivered/revisions.ts";

/** The revisions of a service, newest first, with its hold below. */
export function historyTable({ revisions, service, hold, environment }: History): string {
  const table = new Table({
    head: ["revision", "version", "when", "who", "commit", "verified"],
    style: { head: [], border: [] },
  });
  for (const revision of revisions) table.push(row(revision));
  const held =
    hold === undefined
      ? []
      : [
          `${service} is held: ${hold.reason} (${hold.by}, ${hold.since}). ` +
            `Release it: ./msa hold release ${environment} ${service}`,
        ];
  return [table.toString(), ...held].join("\n");
}

function row({ number, version, digest, time, author, commit, verified }: Revision): string[] {
  return [
    String(number),
    digest === undefined ? version : `${version} ${digest.slice(0, 19)}`,
    time === undefined ? "now" : time.replace("T", " ").replace(/(:\d\d)(\.\d+)?Z$/, "$1 UTC"),
    author ?? "–",
    commit?.slice(0, 8) ?? "not committed",
    verified ?? "no",
  ];
}
