import fc from "fast-check";

/** Some of a list, the same for the same seed. */
export function sampled<T>(list: readonly T[], size: number, seed: number): readonly T[] {
  const some = fc.shuffledSubarray([...list], { minLength: size, maxLength: size });
  return fc.sample(some, { seed, numRuns: 1 })[0] ?? [];
}
