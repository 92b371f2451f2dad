import type { Finding } from "../finding.ts";
import { inPod } from "../model/containers.ts";
import { at, listAt, textAt } from "../model/read.ts";
import { isService, ofKind } from "../model/stack.ts";
import { nameOf, namespaceOf } from "../model/subject.ts";
import { workloads } from "../model/workload.ts";
import { levels, rule } from "../rule.ts";

const dockerConfig = "kubernetes.io/dockerconfigjson";

export const imagePullSecretPresent = rule({
  name: "image-pull-secret-present",
  family: "images",
  description:
    "A service's pod uses the configured pull secrets, and each pull secret it names can exist.",
  reason:
    "A missing pull secret shows as ImagePullBackOff, on the first node that has no image yet.",
  levels: levels.always,
  remediation: "List the Secret under images.pullSecrets, or make it a Secret of the stack.",
  references: ["Kyverno require-imagepullsecrets"],
  scope: "stack",
  check: (stack) => {
    const configured = stack.config.images.pullSecrets;
    const made = new Set(
      ofKind(stack, "", "Secret")
        .filter(({ object }) => at(object, "type") === dockerConfig)
        .map((each) => `${namespaceOf(each)}/${nameOf(each)}`),
    );
    return workloads(stack)
      .filter(({ subject }) => isService(stack, subject))
      .flatMap((workload): readonly Finding[] => {
        const namespace = namespaceOf(workload.subject);
        const used = listAt(workload.pod, "imagePullSecrets").map(
          (each) => textAt(each, "name") ?? "",
        );
        const unused = configured.filter((name) => !used.includes(name));
        const dangling = used.filter(
          (name) => !configured.includes(name) && !made.has(`${namespace}/${name}`),
        );
        const actual = used.length === 0 ? "not set" : `[${used.join(", ")}]`;
        const setting = "imagePullSecrets";
        return [
          ...unused.map((name) =>
            inPod(workload, setting, { expected: `with ${name} as configured`, actual, setting }),
          ),
          ...dangling.map((name) =>
            inPod(workload, setting, {
              expected: `without ${name}, which nothing makes`,
              actual,
              setting,
            }),
          ),
        ];
      });
  },
});
