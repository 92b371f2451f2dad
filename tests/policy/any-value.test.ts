import fc from "fast-check";

import { judgeRule } from "../../policy/judge-rule.ts";
import type { Stack } from "../../policy/model/stack.ts";
import type { Depth, Subject } from "../../policy/model/subject.ts";
import { rules } from "../../policy/rules.ts";
import { changed } from "./change.ts";
import { goodDraft, stackOf } from "./good-stack.ts";

const kinds = [
  ["v1", "Pod"],
  ["v1", "Secret"],
  ["v1", "ConfigMap"],
  ["v1", "Namespace"],
  ["v1", "Service"],
  ["v1", "ResourceQuota"],
  ["v1", "LimitRange"],
  ["apps/v1", "Deployment"],
  ["apps/v1", "StatefulSet"],
  ["batch/v1", "CronJob"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["policy/v1", "PodDisruptionBudget"],
  ["networking.k8s.io/v1", "NetworkPolicy"],
  ["networking.k8s.io/v1", "Ingress"],
  ["networking.istio.io/v1", "Gateway"],
  ["networking.istio.io/v1", "DestinationRule"],
  ["security.istio.io/v1", "PeerAuthentication"],
  ["argoproj.io/v1alpha1", "Application"],
  ["argoproj.io/v1alpha1", "AppProject"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
  ["helm.sh/v3", "Release"],
  ["pulumi.com/v1", "Provider"],
] as const;

/** Fields that rules enter, so that what is arbitrary is met at every depth. */
const fields = {
  metadata: fc.anything({ maxDepth: 2 }),
  spec: fc.anything({ maxDepth: 5 }),
  rules: fc.anything({ maxDepth: 3 }),
  subjects: fc.anything({ maxDepth: 3 }),
  roleRef: fc.anything({ maxDepth: 2 }),
  data: fc.anything({ maxDepth: 2 }),
  stringData: fc.anything({ maxDepth: 2 }),
  values: fc.anything({ maxDepth: 3 }),
  chart: fc.anything({ maxDepth: 1 }),
  version: fc.anything({ maxDepth: 1 }),
};

const subject = fc
  .tuple(
    fc.constantFrom(...kinds),
    fc.record(fields, { requiredKeys: [] }),
    fc.constantFrom<Depth>("resource", "release", "application"),
  )
  .map(([[apiVersion, kind], rest, depth]) => {
    const plain = JSON.parse(JSON.stringify(rest)) as Record<string, unknown>;
    const object = { ...plain, apiVersion, kind };
    return {
      object,
      origin: { depth, urn: "urn:pulumi:p::m::t::n", owner: "o" },
    } as unknown as Subject;
  });

function ask(stack: Stack): void {
  for (const rule of rules) judgeRule(rule, stack, "production");
}

describe("the rules, given anything at all", function () {
  this.timeout(120_000);
  const { config } = stackOf(goodDraft());

  it("answer for any objects", () => {
    fc.assert(
      fc.property(fc.array(subject, { maxLength: 6 }), (subjects) => {
        ask({ config, subjects, unrendered: [] });
      }),
      { numRuns: 300 },
    );
  });

  it("answer for any value in a place they read", () => {
    const places = [
      "deployment spec.template.spec.containers",
      "deployment spec.template.spec.containers[0]",
      "deployment spec.template.spec.containers[0].env",
      "deployment metadata.labels",
      "hpa spec.metrics",
      "pdb spec.selector",
      "policy spec.ingress",
      "gateway spec.servers",
      "application spec.source.helm",
      "application spec.syncPolicy",
      "project spec.roles",
      "project spec.syncWindows",
      "project spec.destinations",
      "notifications data",
      "role rules",
      "quota spec.hard",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 }), (place, value) => {
        ask(stackOf(changed(goodDraft(), place, value)));
      }),
      { numRuns: 300 },
    );
  });
});
