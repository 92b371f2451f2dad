/**
 * The candidate a user most likely meant by `word`, or undefined when none is near.
 *
 * Near is: equal but for case and spaces, a beginning of it (`prod`), its letters with some left
 * out (`stg`), or a few typing errors away. The first candidate wins a tie.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.trim().toLowerCase();
  if (typed === "") return undefined;
  const same = candidates.find((candidate) => candidate.toLowerCase() === typed);
  if (same !== undefined) return same;

  const allowed = Math.max(1, Math.floor(typed.length / 3));
  const near = candidates
    .map((candidate) => ({ candidate, distance: distance(typed, candidate.toLowerCase()) }))
    .filter((entry) => entry.distance <= allowed)
    .sort((a, b) => a.distance - b.distance)[0];
  if (near !== undefined) return near.candidate;

  return (
    candidates.find((candidate) => isBeginning(typed, candidate.toLowerCase())) ??
    candidates.find((candidate) => isAbbreviation(typed, candidate.toLowerCase()))
  );
}

/** ` Did you mean "production"?` with its leading space, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = suggest(word, candidates);
  return meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
}

/** `a, b or c`. */
export function either(words: readonly string[]): string {
  return listed(words, "or");
}

/** `a, b and c`. */
export function all(words: readonly string[]): string {
  return listed(words, "and");
}

function listed(words: readonly string[], last: string): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
}

const shortestBeginning = 3;

/** All of the shorter word but its last letter begins the longer one: `prod`, `stage`. */
function isBeginning(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const beginning = Math.max(shortestBeginning, short.length - 1);
  return short.length >= beginning && long.startsWith(short.slice(0, beginning));
}

function isAbbreviation(short: string, long: string): boolean {
  if (short.length < shortestBeginning || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    [beforeLast, last] = [last, nextRow(a, b, row, [beforeLast, last])];
  }
  return last[b.length] ?? 0;
}

function nextRow(
  a: string,
  b: string,
  row: number,
  [beforeLast, last]: readonly [readonly number[], readonly number[]],
): readonly number[] {
  const current = [row];
  const at = (from: readonly number[], column: number) => from[column] ?? Infinity;
  for (let column = 1; column <= b.length; column++) {
    const replaced = a[row - 1] === b[column - 1] ? 0 : 1;
    const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    current[column] = Math.min(
      at(last, column) + 1,
      at(current, column - 1) + 1,
      at(last, column - 1) + replaced,
      swapped ? at(beforeLast, column - 2) + 1 : Infinity,
    );
  }
  return current;
}
