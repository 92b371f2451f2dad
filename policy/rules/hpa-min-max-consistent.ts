import type { Finding } from "../finding.ts";
import { autoscalers, type Autoscaler } from "../model/autoscaler.ts";
import { inObject } from "../model/in-object.ts";
import { levels, withParameters } from "../rule.ts";

export const hpaMinMaxConsistent = withParameters<{ spread: number }>({
  name: "hpa-min-max-consistent",
  family: "availability",
  description:
    "An HPA has whole numbers of pods, at least one, and room between minimum and maximum.",
  reason:
    "With minimum equal to maximum nothing ever scales; with more, the API server refuses it.",
  levels: levels.always,
  remediation: "Set a maximum above the minimum.",
  references: [
    "Gatekeeper horizontalpodautoscaler",
    "Polaris hpaMinAvailability, hpaMaxAvailability",
    "kube-score horizontalpodautoscaler-replicas",
  ],
  scope: "object",
  parameters: {
    spread: { type: "integer", minimum: 0, description: "Least pods between minimum and maximum." },
  },
  defaults: () => ({ spread: 1 }),
  check: (stack, { parameters: { spread } }) =>
    autoscalers(stack).flatMap((each) => faults(each, spread)),
});

function faults({ subject, min = 1, max }: Autoscaler, spread: number): readonly Finding[] {
  const lower = { setting: "autoscaling.minReplicas" };
  const upper = { setting: "autoscaling.maxReplicas" };
  if (!isWhole(min)) return [inObject(subject, "spec.minReplicas", "a whole number from 1", lower)];
  if (!isWhole(max)) return [inObject(subject, "spec.maxReplicas", "a whole number from 1", upper)];
  if (max - min >= spread) return [];
  const expected = `at least ${min + spread}, ${spread} above the minimum`;
  return [inObject(subject, "spec.maxReplicas", expected, upper)];
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
