import { show } from "../finding.ts";
import { inContainer } from "../model/containers.ts";
import { images } from "../model/image.ts";
import { isService } from "../model/stack.ts";
import { levels, withParameters } from "../rule.ts";

/** Where the charts of the platform take their images from. */
const upstream = [
  "docker.io/grafana/",
  "docker.io/istio/",
  "docker.io/jaegertracing/",
  "docker.io/kiwigrid/",
  "ecr-public.aws.com/docker/library/redis",
  "ghcr.io/headlamp-k8s/",
  "quay.io/argoproj/",
  "quay.io/jetstack/",
  "quay.io/kiwigrid/",
  "quay.io/oauth2-proxy/",
  "quay.io/opstree/",
  "quay.io/prometheus/",
  "quay.io/prometheus-operator/",
  "registry.k8s.io/",
];

export const allowedImageRegistries = withParameters<{
  services: readonly string[];
  platform: readonly string[];
}>({
  name: "allowed-image-registries",
  family: "images",
  description: "Services run images of our registry, the platform those of its charts' makers.",
  reason: "An image from anywhere is code from anyone.",
  levels: levels.fromStaging,
  remediation: "Use an image of an allowed registry, or add its prefix to the rule's list.",
  references: [
    "Kyverno restrict-image-registries",
    "Gatekeeper allowedrepos",
    "Trivy KSV-0124, KSV-0125",
    "Kubescape C-0078",
  ],
  scope: "object",
  parameters: {
    services: {
      type: "array",
      items: { type: "string" },
      description:
        "Beginnings of the services' images; each ends with / so that a longer name is no match.",
    },
    platform: {
      type: "array",
      items: { type: "string" },
      description: "Beginnings of the platform's images.",
    },
  },
  defaults: ({ config }) => ({
    services: [`${config.registry}/`],
    platform: [
      `${config.registry}/`,
      ...(config.images.mirror === undefined ? upstream : [`${config.images.mirror}/`]),
    ],
  }),
  check: (stack, { parameters }) =>
    images(stack).flatMap((pulled) => {
      const service = isService(stack, pulled.workload.subject);
      const allowed = service ? parameters.services : parameters.platform;
      const { image, text } = pulled;
      if (image !== undefined && allowed.some((prefix) => isOf(image.repository, prefix)))
        return [];
      const some = allowed.length > 3 ? "an allowed registry" : allowed.join(" or ");
      const wanted = { expected: `from ${some}`, actual: show(text), setting: "image.registry" };
      return [inContainer(pulled, "image", service ? wanted : { ...wanted, setting: undefined })];
    }),
});

/** A prefix without a `/` at its end is a whole name. */
function isOf(repository: string, prefix: string): boolean {
  return prefix.endsWith("/") ? repository.startsWith(prefix) : repository === prefix;
}
