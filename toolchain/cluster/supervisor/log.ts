import { closeSync, existsSync, openSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "../layout.ts";

/** Where a part writes. */
export function logOf(layout: Layout, name: string): string {
  return join(layout.logs, `${name}.log`);
}

/** Opens an empty log and keeps the one of the start before as `<part>.previous.log`. Returns the descriptor. */
export function openLog(path: string): number {
  if (existsSync(path)) renameSync(path, path.replace(/\.log$/, ".previous.log"));
  return openSync(path, "a");
}

export function closeLog(descriptor: number): void {
  closeSync(descriptor);
}

/** The last lines of a log, each shortened: what a person wants to see when a part does not come up. */
export function tailOf(path: string, lines = 15): string {
  try {
    const content = readFileSync(path, "utf8").trimEnd().split("\n");
    return content
      .slice(-lines)
      .map((line) => line.slice(0, 500))
      .join("\n");
  } catch {
    return "";
  }
}
