import { show, type Finding } from "../finding.ts";
import { inContainer } from "../model/containers.ts";
import { images, type Pulled } from "../model/image.ts";
import { levels, withParameters } from "../rule.ts";

export const noMutableImageTag = withParameters<{ forbidden: readonly string[] }>({
  name: "no-mutable-image-tag",
  family: "images",
  description: "An image has a tag that stays what it is.",
  reason: "Two pods of one Deployment would run different code, and a rollback changes nothing.",
  levels: levels.fromStaging,
  remediation: "Name a version.",
  references: [
    "Kyverno disallow-latest-tag",
    "Gatekeeper disallowedtags",
    "KubeLinter latest-tag",
    "kube-score container-image-tag",
    "Polaris tagNotSpecified",
    "Trivy KSV-0013",
  ],
  scope: "object",
  parameters: {
    forbidden: { type: "array", items: { type: "string" }, description: "Tags that move." },
  },
  defaults: () => ({
    forbidden: ["latest", "main", "master", "develop", "stable", "edge", "nightly", "dev"],
  }),
  check: (stack, { parameters: { forbidden } }) =>
    images(stack).flatMap((pulled) => fault(pulled, forbidden)),
});

function fault(pulled: Pulled, forbidden: readonly string[]): readonly Finding[] {
  const { image, text } = pulled;
  if (image?.digest !== undefined) return [];
  const setting = "image.tag";
  const actual = show(text);
  if (image?.tag === undefined) {
    return [inContainer(pulled, "image", { expected: "an image with a tag", actual, setting })];
  }
  if (!forbidden.includes(image.tag)) return [];
  return [inContainer(pulled, "image", { expected: "of a tag that never moves", actual, setting })];
}
