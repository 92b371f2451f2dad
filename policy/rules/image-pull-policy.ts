import { inContainer } from "../model/containers.ts";
import { images } from "../model/image.ts";
import { textAt } from "../model/read.ts";
import { rule } from "../rule.ts";

export const imagePullPolicy = rule({
  name: "image-pull-policy",
  family: "images",
  description: "A pod can start from the image its node already has.",
  reason: "With Always, no pod restarts while the registry is away.",
  levels: { development: "off", staging: "advisory", production: "advisory" },
  remediation: "Set imagePullPolicy to IfNotPresent; tags here never move.",
  references: ["kube-score container-image-pull-policy", "Polaris pullPolicyNotAlways"],
  scope: "object",
  check: (stack) =>
    images(stack)
      .filter(({ container }) => {
        const policy = textAt(container.spec, "imagePullPolicy");
        return policy === "Always" || policy === "Never";
      })
      .map((pulled) => inContainer(pulled, "imagePullPolicy", { expected: "IfNotPresent" })),
});
