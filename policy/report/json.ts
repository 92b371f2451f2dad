import type { Judgement } from "../judge.ts";

/** A judgement as tools read it: without the objects themselves, which may be large. */
export function judgementJson(judgement: Judgement): object {
  const { violations, ...rest } = judgement;
  return {
    ...rest,
    violations: violations.map(({ finding, exemption, place, ...each }) => ({
      ...each,
      path: finding.path,
      actual: finding.actual,
      expected: finding.expected,
      ...(finding.container !== undefined && { container: finding.container }),
      origin: place.origin,
      ...(place.set !== undefined && { set: place.set }),
      exempted: exemption !== undefined,
    })),
  };
}
