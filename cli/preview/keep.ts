import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * What `make` gives, from a file when an earlier run has written it there. The file's name must hold
 * all that the result depends on.
 */
export async function keep<T>(file: string, make: () => Promise<T>): Promise<T> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    // Not there, or not whole: it is made anew.
  }
  const made = await make();
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await writeFile(unfinished, JSON.stringify(made));
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return made;
}
