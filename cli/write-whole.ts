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

/**
 * Replaces a file by a new text in one step: whoever reads it, and whoever interrupts this, finds the old
 * text or the new one. Its permissions stay; a link stays a link.
 */
export function writeWhole(file: string, text: string): void {
  const real = realpathSync(file);
  const draft = `${real}.${process.pid}.new`;
  try {
    const descriptor = openSync(draft, "wx", statSync(real).mode & 0o777);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, real);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
