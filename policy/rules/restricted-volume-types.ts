import { inPod } from "../model/containers.ts";
import { isFields, listAt } from "../model/read.ts";
import { isService } from "../model/stack.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

/** What Pod Security Standards allow under `restricted` (kubernetes.io/docs/concepts/security/pod-security-standards). */
const allowed = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const restrictedVolumeTypes = rule({
  name: "restricted-volume-types",
  family: "pods",
  description: "A service's pod mounts only what the restricted standard allows.",
  reason:
    "The namespace refuses such a pod, and the rollout hangs until somebody reads its events.",
  levels: levels.fromProduction,
  remediation: "Use a PersistentVolumeClaim, a csi volume or an emptyDir.",
  references: [
    "PSS restrictedVolumes",
    "Kyverno restrict-volume-types",
    "Gatekeeper volumes",
    "Trivy KSV-0028",
  ],
  scope: "object",
  check: (stack) =>
    workloads(stack)
      .filter(({ subject }) => isService(stack, subject))
      .flatMap((workload) =>
        listAt(workload.pod, "volumes").flatMap((volume, position) => {
          const kinds = Object.keys(isFields(volume) ? volume : {}).filter((key) => key !== "name");
          const wrong = kinds.find((kind) => !allowed.includes(kind));
          if (wrong === undefined) return [];
          const expected = `one of ${allowed.join(", ")}`;
          return [inPod(workload, `volumes[${position}]`, { expected, actual: wrong })];
        }),
      ),
});
