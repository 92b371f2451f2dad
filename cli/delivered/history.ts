import { basename } from "node:path";

import { gitExactly, type Repository } from "../git.ts";

/** A commit that touched a file. */
export interface FileCommit {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Text of each file after the commit; absent where it was not there. */
  readonly texts: Readonly<Record<string, FileText>>;
}

/** A text with the hash git knows it by, so that it is read and understood once. */
export interface FileText {
  readonly blob: string;
  readonly text: string;
}

/**
 * The commits of a branch's own line that touched any of the files, oldest first, with the texts after
 * each. One git for the commits and one for all texts, so that a thousand cost little more than one.
 */
export async function commitsOf(
  repository: Repository,
  revision: string,
  files: readonly string[],
): Promise<FileCommit[]> {
  const format = "--format=%H%x00%an%x00%at";
  const args = ["log", "--first-parent", "--reverse", format, revision, "--", ...files];
  const log = (await gitExactly(repository, args)).split("\n").filter((line) => line !== "");
  const heads = log.map((line) => {
    const [commit = "", author = "", seconds = "0"] = line.split("\0");
    return { commit, author, time: new Date(Number(seconds) * 1000).toISOString() };
  });
  const texts = await textsOf(
    repository,
    heads.flatMap(({ commit }) => files.map((file) => `${commit}:./${file}`)),
  );
  return heads.map((head, at) => ({
    ...head,
    texts: Object.fromEntries(
      files.flatMap((file, place) => {
        const text = texts[at * files.length + place];
        return text === undefined ? [] : [[basename(file), text] as const];
      }),
    ),
  }));
}

/** The texts of names such as `<commit>:./<file>`, in their order; undefined where there is none. */
async function textsOf(
  repository: Repository,
  names: readonly string[],
): Promise<(FileText | undefined)[]> {
  if (names.length === 0) return [];
  const checked = await gitExactly(
    repository,
    ["cat-file", "--batch-check=%(objectname) %(objecttype)"],
    names.map((name) => `${name}\n`).join(""),
  );
  // Hashes first, then each text once: most commits touch one of the files only.
  const blobs = checked
    .trimEnd()
    .split("\n")
    .map((line) => (line.endsWith(" blob") ? line.split(" ")[0] : undefined));
  const known = new Map<string, FileText>();
  const unique = [...new Set(blobs.filter((blob) => blob !== undefined))];
  const contents = await contentsOf(repository, unique);
  unique.forEach((blob, at) => known.set(blob, { blob, text: contents[at] ?? "" }));
  return blobs.map((blob) => (blob === undefined ? undefined : known.get(blob)));
}

async function contentsOf(repository: Repository, blobs: readonly string[]): Promise<string[]> {
  const batch = await gitExactly(
    repository,
    ["cat-file", "--batch=%(objectsize)"],
    blobs.map((blob) => `${blob}\n`).join(""),
  );
  // Sizes are in bytes, so the texts are cut from bytes.
  const bytes = Buffer.from(batch);
  const found: string[] = [];
  let at = 0;
  while (found.length < blobs.length) {
    const end = bytes.indexOf("\n", at);
    const size = Number(bytes.subarray(at, end).toString());
    found.push(bytes.subarray(end + 1, end + 1 + size).toString());
    at = end + 1 + size + 1;
  }
  return found;
}
