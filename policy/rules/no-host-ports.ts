import { containers, inContainer } from "../model/containers.ts";
import { at, listAt } from "../model/read.ts";
import { levels, rule } from "../rule.ts";

export const noHostPorts = rule({
  name: "no-host-ports",
  family: "pods",
  description: "No container takes a port of its node.",
  reason: "The port goes past every NetworkPolicy, and one pod a node is all that fits.",
  levels: levels.always,
  remediation: "Remove hostPort and use a Service.",
  references: ["PSS hostPorts", "Kyverno disallow-host-ports", "Trivy KSV-0024", "CIS 5.2.13"],
  scope: "object",
  check: (stack) =>
    containers(stack).flatMap((placed) =>
      listAt(placed.container.spec, "ports").flatMap((port, position) => {
        const found = at(port, "hostPort");
        if (found === undefined || found === 0) return [];
        const wanted = { expected: "absent", actual: JSON.stringify(found) };
        return [inContainer(placed, `ports[${position}].hostPort`, wanted)];
      }),
    ),
});
