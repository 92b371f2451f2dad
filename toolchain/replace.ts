import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The name under which a file or folder is made before it takes its place. */
export function partial(target: string): string {
  return `${target}.${process.pid}.partial`;
}

/** Makes `link` point to `target` (as given: absolute or relative to the link), at once for readers. */
export function replaceLink(link: string, target: string): void {
  if (pointsTo(link, target)) {
    return;
  }
  mkdirSync(path.dirname(link), { recursive: true });
  rmSync(partial(link), { force: true });
  symlinkSync(target, partial(link));
  renameSync(partial(link), link);
}

/** Writes `text` to `file`, at once for readers. */
export function replaceFile(file: string, text: string | Buffer, mode = 0o644): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(partial(file), text, { mode });
  renameSync(partial(file), file);
}

function pointsTo(link: string, target: string): boolean {
  try {
    return readlinkSync(link) === target;
  } catch {
    return false;
  }
}
