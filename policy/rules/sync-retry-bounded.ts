import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applications } from "../model/application.ts";
import { at, isFields, textAt } from "../model/read.ts";
import type { Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

export const syncRetryBounded = withParameters<{ maximum: number }>({
  name: "sync-retry-bounded",
  family: "argo-cd",
  description: "A failed automatic sync is tried again a few times, more and more slowly.",
  reason:
    "Without retries one hiccup leaves a service behind; without a bound it hammers the API for ever.",
  levels: levels.fromStaging,
  remediation: "Set syncPolicy.retry with a limit and a backoff.",
  references: ["Argo CD automated sync"],
  scope: "object",
  parameters: { maximum: { type: "integer", minimum: 1, description: "Most retries." } },
  defaults: () => ({ maximum: 10 }),
  check: (stack, { parameters: { maximum } }) =>
    applications(stack)
      .filter(({ object }) => at(object, "spec.syncPolicy.automated") !== undefined)
      .flatMap((application) => faults(application, maximum)),
});

function faults(application: Subject, maximum: number): readonly Finding[] {
  const path = "spec.syncPolicy.retry";
  const limit = at(application.object, `${path}.limit`);
  const isRight = Number.isInteger(limit) && (limit as number) >= 1 && (limit as number) <= maximum;
  const backoff = at(application.object, `${path}.backoff`);
  const isSlow = isFields(backoff) && textAt(backoff, "maxDuration") !== undefined;
  return [
    ...(isRight
      ? []
      : [inObject(application, `${path}.limit`, `from 1 to ${maximum}`, { actual: show(limit) })]),
    ...(isSlow
      ? []
      : [
          inObject(application, `${path}.backoff`, "set with maxDuration", {
            actual: show(backoff),
          }),
        ]),
  ];
}
