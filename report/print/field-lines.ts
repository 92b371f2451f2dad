import { structuredPatch } from "diff";
import { stringify } from "yaml";

import { isSame } from "../json-value.ts";
import type { FieldReport, ItemReport } from "../model.ts";
import { isHidden } from "../secrecy.ts";

/** A line of a diff: what it does, and its text without a sign. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Unchanged lines that are shown around a changed one of a long text. */
const contextLines = 2;

/** An item as lines of a diff; fields that are only noise are left out. */
export function itemLines({ fields }: ItemReport): DiffLine[] {
  return fields.filter(({ noise }) => noise === undefined).flatMap(fieldLines);
}

/** Fields of an item that follow from other changes, and why; empty when there are none. */
export function noiseText({ fields }: ItemReport): string {
  return fields
    .flatMap(({ field, noise }) => (noise === undefined ? [] : [`${field} (${noise})`]))
    .join(", ");
}

function fieldLines(report: FieldReport): DiffLine[] {
  const { field, before, after } = report;
  if (isHidden(before) && isHidden(after)) return [same(`${field}: changed (secret, not shown)`)];
  if (isLong(before) && isLong(after)) return [same(`${field}:`), ...textDiff(before, after)];
  const lines = [...signed("-", field, before), ...signed("+", field, after)];
  // A value that is secret on the one side and not on the other looks the same as no change.
  return isSame(before, after) ? [same(`${field}: changed`)] : lines;
}

function same(text: string): DiffLine {
  return { sign: " ", text };
}

function isLong(value: unknown): value is string {
  return typeof value === "string" && value.includes("\n");
}

function textDiff(before: string, after: string): DiffLine[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: contextLines });
  return hunks.flatMap(({ lines }, at) => [
    ...(at === 0 ? [] : [same("  …")]),
    ...lines
      .filter((line) => !line.startsWith("\\"))
      .map((line) => ({ sign: line.slice(0, 1) as DiffLine["sign"], text: `  ${line.slice(1)}` })),
  ]);
}

function signed(sign: "-" | "+", field: string, value: unknown): DiffLine[] {
  if (value === undefined) return [];
  return valueText(field, value).map((text) => ({ sign, text }));
}

/** `field: value` on one line, or the value as YAML below it. */
function valueText(field: string, value: unknown): string[] {
  const yaml = stringify(value, hide, { lineWidth: 0 }).trimEnd();
  const isBlock = typeof value === "object" && value !== null && !isHidden(value);
  const isEmpty = yaml === "{}" || yaml === "[]";
  if (!isBlock || isEmpty) {
    const [first = "", ...rest] = yaml.split("\n");
    return [`${field}: ${first}`, ...rest];
  }
  return [`${field}:`, ...yaml.split("\n").map((line) => `  ${line}`)];
}

function hide(_key: unknown, value: unknown): unknown {
  return isHidden(value) ? "(secret, not shown)" : value;
}
