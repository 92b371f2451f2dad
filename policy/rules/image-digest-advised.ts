import { show } from "../finding.ts";
import { inContainer } from "../model/containers.ts";
import { images } from "../model/image.ts";
import { isService } from "../model/stack.ts";
import { rule } from "../rule.ts";

export const imageDigestAdvised = rule({
  name: "image-digest-advised",
  family: "images",
  description: "A service's image is pinned by its digest.",
  reason: "A tag can be pushed again; a digest is its content.",
  levels: { development: "off", staging: "advisory", production: "advisory" },
  remediation: "Add the digest to the service in the stack file.",
  references: ["Kyverno require-image-checksum", "Gatekeeper imagedigests"],
  scope: "object",
  check: (stack) =>
    images(stack)
      .filter(({ workload }) => isService(stack, workload.subject))
      .filter(({ image }) => image?.digest === undefined)
      .map((pulled) =>
        inContainer(pulled, "image", {
          expected: "pinned by @sha256:…",
          actual: show(pulled.text),
          setting: "image.digest",
        }),
      ),
});
