import { show } from "../finding.ts";
import { inPod } from "../model/containers.ts";
import { at } from "../model/read.ts";
import { volumesOf } from "../model/security.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

export const noHostPathVolumes = rule({
  name: "no-host-path-volumes",
  family: "pods",
  description: "No pod mounts a folder of its node.",
  reason: "A folder of the node holds the secrets of every other pod there.",
  levels: levels.always,
  remediation: "Use an emptyDir, a ConfigMap or a PersistentVolumeClaim.",
  references: [
    "PSS hostPathVolumes",
    "Kyverno disallow-host-path",
    "KubeLinter sensitive-host-mounts",
    "Polaris hostPathSet",
    "Trivy KSV-0006, KSV-0121",
    "CIS 5.2.12",
  ],
  scope: "object",
  check: (stack) =>
    workloads(stack).flatMap((workload) =>
      volumesOf(workload.pod, "hostPath").map(({ position, volume }) =>
        inPod(workload, `volumes[${position}].hostPath`, {
          expected: "another kind of volume",
          actual: show(at(volume, "hostPath.path")),
        }),
      ),
    ),
});
