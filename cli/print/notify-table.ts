import { styleText } from "node:util";

import Table from "cli-table3";

import type { NotifyTestResult, TestedReceiver } from "../commands/notify-test.ts";
import { offList } from "./off-list.ts";

/** What a test of the channels found, as a table; then what is off. */
export function notifyTable(
  { receivers, pastArgoCd, off }: NotifyTestResult,
  colour: boolean,
): string {
  const bold = (text: string) =>
    colour ? styleText("bold", text, { validateStream: false }) : text;
  const table = new Table({
    head: ["receiver", "arrived", "messages", ""].map(bold),
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [null, null, null, 60],
  });
  table.push(...receivers.map(row));
  return [
    receivers.length === 0 ? "No channel is on, so nothing was sent." : table.toString(),
    ...(pastArgoCd === undefined
      ? []
      : [
          `Argo CD's templates were not tried: ${pastArgoCd}. Samples went straight to Alertmanager.`,
        ]),
    ...(off.length === 0 ? [] : [offList(off)]),
  ].join("\n");
}

function row({ receiver, delivered, events, failedAttempts, failure }: TestedReceiver): string[] {
  const tries = failedAttempts === 0 ? "" : ` (${failedAttempts} failed attempts)`;
  return [
    receiver,
    `${delivered} of ${events.length}`,
    events.join("\n"),
    failure === undefined ? "" : `${failure}${tries}`,
  ];
}
