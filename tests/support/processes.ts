import { readdirSync, readFileSync } from "node:fs";

/** Command lines of running processes that name `text`, this process and its children's shells left out. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      } catch {
        return ""; // ended between the two reads
      }
    })
    .filter((line) => line.includes(text));
}
