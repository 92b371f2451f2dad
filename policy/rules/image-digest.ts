import { show } from "../finding.ts";
import { inContainer } from "../model/containers.ts";
import { images } from "../model/image.ts";
import { isService } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { levels, rule } from "../rule.ts";

export const imageDigest = rule({
  name: "image-digest",
  family: "images",
  description: "A service whose configuration names a digest runs exactly that image.",
  reason:
    "A tag can be pushed again; a digest is its content. Services without one are asked for one by image-digest-advised.",
  levels: levels.fromStaging,
  remediation: "Remove what overrides image.digest.",
  references: ["Kyverno require-image-checksum", "Gatekeeper imagedigests", "Kubescape C-0306"],
  scope: "object",
  check: (stack) =>
    images(stack)
      .filter(({ workload }) => isService(stack, workload.subject))
      .flatMap((pulled) => {
        const name = nameOf(pulled.workload.subject);
        const wanted = stack.config.services.find((each) => each.name === name)?.image;
        const isMain = wanted !== undefined && pulled.image?.repository.endsWith(wanted.repository);
        if (!isMain || wanted.digest === undefined || pulled.image?.digest === wanted.digest)
          return [];
        const expected = `${wanted.digest.slice(0, 15)}… as configured`;
        return [
          inContainer(pulled, "image", {
            expected,
            actual: show(pulled.text),
            setting: "image.digest",
          }),
        ];
      }),
});
