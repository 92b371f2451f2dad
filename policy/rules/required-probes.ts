import { show, type Finding } from "../finding.ts";
import { containers, inContainer, type Placed } from "../model/containers.ts";
import { at, fieldsAt, isFields } from "../model/read.ts";
import { isServing } from "../model/workload.ts";
import { levels, withParameters } from "../rule.ts";

const handlers = ["httpGet", "tcpSocket", "grpc", "exec"];

export const requiredProbes = withParameters<{
  probes: readonly string[];
  platform: boolean;
}>({
  name: "required-probes",
  family: "availability",
  description: "Every container that keeps running says when it is ready and when it is dead.",
  reason: "Without a readiness probe traffic reaches a container that cannot answer yet.",
  levels: levels.fromStaging,
  remediation: "Add the probe to the container.",
  references: [
    "Gatekeeper requiredprobes",
    "Kyverno require-probes, ensure-probes-different",
    "KubeLinter no-liveness-probe, no-readiness-probe",
    "kube-score pod-probes",
    "Polaris livenessProbeMissing, readinessProbeMissing",
    "Kubescape C-0018, C-0056",
  ],
  scope: "object",
  parameters: {
    probes: {
      type: "array",
      items: { type: "string" },
      description: "Probes each container needs.",
    },
    platform: { type: "boolean", description: "Whether the objects of Releases are looked at." },
  },
  // A chart's makers know best when their own program is ready; few of them think of each sidecar.
  defaults: () => ({ probes: ["readinessProbe", "livenessProbe"], platform: false }),
  check: (stack, { parameters: { probes, platform } }) =>
    containers(stack)
      .filter(({ workload }) => platform || workload.subject.origin.depth !== "release")
      .filter(({ workload, container }) => isServing(workload) && container.sort === "containers")
      // istiod fills these containers in when the pod is made, probes and all.
      .filter(({ container }) => container.spec["image"] !== "auto")
      .flatMap((placed) => [...missing(placed, probes), ...identical(placed)]),
});

function missing(placed: Placed, probes: readonly string[]): readonly Finding[] {
  return probes
    .filter((probe) => {
      const found = fieldsAt(placed.container.spec, probe);
      return !handlers.some((handler) => isFields(found[handler]));
    })
    .map((probe) => inContainer(placed, probe, { expected: "set" }));
}

/** The same probe twice restarts a container that is only slow. */
function identical(placed: Placed): readonly Finding[] {
  const { spec } = placed.container;
  const liveness = at(spec, "livenessProbe");
  if (liveness === undefined || show(at(spec, "readinessProbe")) === "not set") return [];
  const isSame = JSON.stringify(at(spec, "readinessProbe")) === JSON.stringify(liveness);
  if (!isSame) return [];
  const wanted = { actual: "the same as readinessProbe", expected: "slower or another check" };
  return [inContainer(placed, "livenessProbe", wanted)];
}
