import type { OffHere } from "../secrets/needs.ts";

/** What is configured and off, with what turns it on; empty when nothing is. */
export function offList(off: readonly OffHere[]): string {
  if (off.length === 0) return "";
  const several = new Set(off.map(({ environment }) => environment)).size > 1;
  const lines = off.flatMap(({ environment, what, why, turnOn }) => [
    `  ${several ? `${environment}: ` : ""}${what} (${why})`,
    `    ${turnOn}`,
  ]);
  return ["Off until you turn it on:", ...lines].join("\n");
}
