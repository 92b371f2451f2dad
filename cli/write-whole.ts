import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

/** A file, and what is to be in it. */
export interface NewText {
  readonly file: string;
  readonly text: string;
}

/**
 * Replaces files by new texts, each in one step: whoever reads one, and whoever interrupts this, finds the
 * old text or the new one. All are written beside the old ones before the first is replaced, so that a full
 * disk or a missing right leaves all as they are. Their permissions stay; a link stays a link.
 */
export function writeWhole(files: readonly NewText[]): void {
  const drafts: { readonly draft: string; readonly real: string }[] = [];
  try {
    for (const { file, text } of files) {
      const real = realpathSync(file);
      const draft = `${real}.${process.pid}.new`;
      drafts.push({ draft, real });
      writeDraft(draft, text, statSync(real).mode & 0o777);
    }
    for (const { draft, real } of drafts) renameSync(draft, real);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    throw error;
  }
}

function writeDraft(draft: string, text: string, mode: number): void {
  const descriptor = openSync(draft, "wx", mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
