import type { Finding } from "../finding.ts";
import { containers, inContainer, type Placed } from "../model/containers.ts";
import { fieldsAt, textsAt } from "../model/read.ts";
import { eachContainer } from "../model/remedy.ts";
import { levels, withParameters } from "../rule.ts";

const dropped = "securityContext.capabilities.drop";
const added = "securityContext.capabilities.add";

export const dropAllCapabilities = withParameters<{ allowed: readonly string[] }>({
  name: "drop-all-capabilities",
  family: "pods",
  description: "A container drops all capabilities and adds none but those allowed.",
  reason: "The runtime's default set lets a container forge packets and change owners.",
  levels: levels.remedied,
  remediation: "Set securityContext.capabilities.drop to [ALL].",
  references: [
    "PSS capabilities_restricted",
    "Kyverno disallow-capabilities-strict",
    "KubeLinter drop-net-raw-capability",
    "Trivy KSV-0003, KSV-0004, KSV-0022",
    "CIS 5.2.8, 5.2.9, 5.2.10",
  ],
  scope: "object",
  parameters: {
    allowed: {
      type: "array",
      items: { type: "string" },
      description: "Capabilities that may be added.",
    },
  },
  defaults: () => ({ allowed: ["NET_BIND_SERVICE"] }),
  check: (stack, { parameters: { allowed } }) =>
    containers(stack).flatMap((placed) => faults(placed, allowed)),
  remedy: (object) =>
    eachContainer(object, (container) => {
      if (textsAt(container, dropped).includes("ALL")) return undefined;
      const context = fieldsAt(container, "securityContext");
      const capabilities = { ...fieldsAt(context, "capabilities"), drop: ["ALL"] };
      return { ...container, securityContext: { ...context, capabilities } };
    }),
});

function faults(placed: Placed, allowed: readonly string[]): readonly Finding[] {
  const { spec } = placed.container;
  const extra = textsAt(spec, added).filter((each) => !allowed.includes(each));
  return [
    ...(textsAt(spec, dropped).includes("ALL")
      ? []
      : [inContainer(placed, dropped, { expected: "[ALL]" })]),
    ...(extra.length === 0
      ? []
      : [inContainer(placed, added, { expected: `none but ${allowed.join(", ")}` })]),
  ];
}
