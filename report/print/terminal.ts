import { styleText } from "node:util";

import Table from "cli-table3";

import { isUnchanged } from "../build-report.ts";
import { isNoise } from "../compare-items.ts";
import type { EnvironmentReport, ItemReport, OwnerReport, Report } from "../model.ts";
import { itemLines, noiseText } from "./field-lines.ts";
import { liveText } from "./live-text.ts";
import {
  cell,
  demandRows,
  environmentTitle,
  headline,
  isTouched,
  itemTitle,
  matrix,
  notCounted,
  noticesOf,
  ownerTitle,
  policyRow,
  revisionText,
  type Notice,
} from "./summary.ts";

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

/** The report for a terminal; colour only when asked for. */
export function terminal(report: Report, colour: boolean): string {
  const paint: Paint = (format, text) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const { base, head, environments, remarks } = report;
  return [
    paint("bold", headline(report)),
    `${revisionText(base)} → ${revisionText(head)}`,
    firstTable(report, paint),
    ...environments.flatMap((each) => noticesOf(each).flatMap((notice) => noticed(notice, paint))),
    ...remarks,
    ...notCounted(report),
    ...environments
      .filter((each) => !isUnchanged(each))
      .map((each) => environmentPart(each, report, paint)),
    ...(report.live ?? [])
      .map(liveText)
      .flatMap(({ title, lines }) => ["", paint("bold", title), ...lines]),
  ].join("\n");
}

function noticed({ kind, title, lines }: Notice, paint: Paint): string[] {
  return lines.map((line) => paint(kind === "fixed" ? "green" : "red", `${title}: ${line}`));
}

function firstTable(report: Report, paint: Paint): string {
  const titles = ["", ...report.environments.map(({ environment }) => environment)];
  const table = new Table({
    head: titles.map((title) => paint("bold", title)),
    style: { head: [], border: [] },
  });
  const all = matrix(report);
  const touched = all.filter(({ rows }) => isTouched(rows));
  table.push(...touched.map(({ service, rows }) => [paint("bold", service), ...rows.map(cell)]));
  const same = all.length - touched.length;
  if (same > 0) table.push([`${String(same)} services`, ...report.environments.map(() => "same")]);
  table.push(...demandRows(report).map((row) => [...row]));
  const policy = policyRow(report);
  if (policy !== undefined) table.push([...policy]);
  return table.toString();
}

function environmentPart(environment: EnvironmentReport, report: Report, paint: Paint): string {
  const title = paint("bold", environmentTitle(environment, report));
  const notes = environment.unknown.map((each) => `  ${each}`);
  const owners = environment.owners.map((owner) => ownerPart(owner, paint));
  return ["", title, ...notes, ...owners].join("\n");
}

function ownerPart(owner: OwnerReport, paint: Paint): string {
  const telling = owner.items.filter((item) => !isNoise(item));
  const noise = owner.items.filter(isNoise).map(({ path }) => path);
  return [
    `  ${paint("bold", ownerTitle(owner))}`,
    ...telling.map((item) => itemPart(item, paint)),
    ...(noise.length === 0
      ? []
      : [paint("dim", `    only labels, checksums and the like: ${noise.join(", ")}`)]),
  ].join("\n");
}

const colours = { "+": "green", "-": "red", " ": "reset" } as const;

function itemPart(item: ItemReport, paint: Paint): string {
  const dangers = item.dangers.map((each) => paint("red", `      dangerous: ${each}`));
  const noise = noiseText(item);
  return [
    `    ${paint(item.dangers.length > 0 ? "red" : "yellow", itemTitle(item))}`,
    ...dangers,
    ...itemLines(item).map(({ sign, text }) => paint(colours[sign], `      ${sign} ${text}`)),
    ...(noise === "" ? [] : [paint("dim", `        and what follows from it: ${noise}`)]),
  ].join("\n");
}
