import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The project's files as they are at one revision. */
export interface Tree {
  readonly folder: string;
  /** SHA-256 of all that a program run may read. */
  readonly digest: string;
}

/** What no program run reads. Everything else counts, so that a new folder cannot be forgotten. */
const notRead = new Set([
  ...[".git", ".github", ".msa", ".ci", "node_modules", "docs", "tests", "home"],
  ...["cli", "report", "manifests", "toolchain", "verify", "charts/microservice"],
]);

/**
 * Reads a folder of the project's files.
 *
 * @param without files of its root that do not count.
 */
export async function treeAt(folder: string, without: readonly string[] = []): Promise<Tree> {
  const hash = createHash("sha256");
  for (const file of await filesBelow(folder, folder)) {
    if (without.includes(file)) continue;
    const content = await readFile(join(folder, file));
    hash.update(`${file}\n${String(content.length)}\n`).update(content);
  }
  return { folder, digest: hash.digest("hex") };
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<string[]> => {
      const path = join(folder, entry.name);
      const name = relative(root, path);
      if (notRead.has(name) || name.endsWith(".md")) return [];
      if (entry.isDirectory()) return filesBelow(root, path);
      return entry.isFile() ? [name] : [];
    }),
  );
  return found.flat().sort();
}
