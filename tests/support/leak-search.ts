import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { formsOf, type Canary } from "./leak-forms.ts";

/** Where to look in a folder. */
export interface FolderOptions {
  /** Folders and files that are left out, by their path below the folder. */
  readonly except?: readonly string[];
  /** Only files that were written since, in milliseconds. */
  readonly since?: number;
}

/** What looks for canaries; each hit is `<canary> (<form>): <where>`. */
export interface LeakSearch {
  inBytes(where: string, content: Buffer): string[];
  /** Every file below a folder; those that are packed with gzip unpacked too. Links are not followed. */
  inFolder(folder: string, options?: FolderOptions): string[];
  /** How many bytes were looked at so far, so that a test can tell that it looked at something. */
  bytes(): number;
}

const gzip = Buffer.from([0x1f, 0x8b, 0x08]);

/** Makes the search for all forms of all canaries. */
export function leakSearch(canaries: readonly Canary[]): LeakSearch {
  const forms = canaries.flatMap(formsOf);
  let bytes = 0;
  const inBytes = (where: string, content: Buffer): string[] => {
    bytes += content.length;
    const found = forms.filter((form) => content.includes(form.bytes));
    return [...new Set(found.map(({ canary, form }) => `${canary} (${form}): ${where}`))];
  };
  return {
    inBytes,
    inFolder: (folder, options = {}) =>
      filesBelow(folder, options).flatMap((file) => {
        const content = read(join(folder, file));
        const unpacked = content.subarray(0, 3).equals(gzip) ? unpack(content) : undefined;
        return [
          ...inBytes(file, content),
          ...(unpacked === undefined ? [] : inBytes(`${file} (unpacked)`, unpacked)),
        ];
      }),
    bytes: () => bytes,
  };
}

function filesBelow(folder: string, { except = [], since = 0 }: FolderOptions): string[] {
  const walk = (path: string): string[] =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const below = join(path, entry.name);
      if (except.includes(below)) return [];
      if (entry.isDirectory()) return walk(below);
      return entry.isFile() && isSince(join(folder, below), since) ? [below] : [];
    });
  return walk("");
}

/** What goes away while it is looked at holds nothing. */
function isSince(file: string, since: number): boolean {
  try {
    return statSync(file).mtimeMs >= since;
  } catch {
    return false;
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** A file that is still being written ends too early. */
function unpack(content: Buffer): Buffer | undefined {
  try {
    return gunzipSync(content);
  } catch {
    return undefined;
  }
}
