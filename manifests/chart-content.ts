import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";

/** `<chart>@<version>` and the digest of its content. */
export type ChartLock = Readonly<Record<string, string>>;

/** Name and version of a chart, as its Chart.yaml says. */
export interface ChartIdentity {
  readonly name: string;
  readonly version: string;
}

/** Examples for the tests; `.helmignore` keeps them out of the package too. */
const examples = "ci";

/**
 * SHA-256 (hexadecimal) over what `helm package` would take from a chart's folder: the sorted
 * relative paths and their contents, each with its length, so that no two folders look the same.
 */
export async function chartDigest(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of await filesOf(folder)) {
    const content = await readFile(path.join(folder, file));
    hash.update(`${String(Buffer.byteLength(file))}:${file}\n${String(content.length)}:`);
    hash.update(content);
  }
  return hash.digest("hex");
}

/** Reads name and version from Chart.yaml. Throws when one of them is missing. */
export async function chartIdentity(folder: string): Promise<ChartIdentity> {
  const chart: unknown = parse(await readFile(path.join(folder, "Chart.yaml"), "utf8"));
  const { name, version } = (chart ?? {}) as { name?: unknown; version?: unknown };
  if (typeof name !== "string" || typeof version !== "string") {
    throw new Error(
      `${path.join(folder, "Chart.yaml")}: name and version must both be text (found ${String(name)} and ${String(version)}). Write both.`,
    );
  }
  return { name, version };
}

/**
 * The lock with this chart's version in it. Only a new version is added: throws when the version is
 * known and the content is another, because clusters that pin it would no longer get what they had.
 */
export async function updateChartLock(folder: string, lock: ChartLock): Promise<ChartLock> {
  const { name, version } = await chartIdentity(folder);
  const key = `${name}@${version}`;
  const digest = await chartDigest(folder);
  const known = lock[key];
  if (known !== undefined && known !== digest) {
    throw new Error(
      `charts/${name}: content changed but version is still ${version} (locked ${short(known)}, found ${short(digest)}). ` +
        `Raise version in Chart.yaml and run npm run generate.`,
    );
  }
  const entries = Object.entries({ ...lock, [key]: digest });
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)));
}

/** Files of a chart's package, relative to its folder, with `/`, sorted by code point. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !file.startsWith(`${examples}/`))
    .sort(compare);
}

function short(digest: string): string {
  return digest.slice(0, 12);
}

/** Not localeCompare: the order must not depend on the machine's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
