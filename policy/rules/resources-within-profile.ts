import type { Config, Profile } from "../../config/model.ts";
import type { Finding } from "../finding.ts";
import { containers, inContainer, type Placed } from "../model/containers.ts";
import { amount, amountOf, bounds, field, resourceNames, written } from "../model/resources.ts";
import { isService } from "../model/stack.ts";
import { nameOf } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

export const resourcesWithinProfile = withParameters<{ headroom: number }>({
  name: "resources-within-profile",
  family: "resources",
  description:
    "A container's requests are at most its limits, and a service's limits at most those it is configured with.",
  reason: "The quota and the nodes are sized by the profile; what goes beyond it does not fit.",
  levels: levels.fromStaging,
  remediation: "Size the service by its profile in the stack file.",
  references: ["Gatekeeper containerlimits, containerrequests, containerresources"],
  scope: "object",
  parameters: {
    headroom: {
      type: "number",
      minimum: 1,
      description: "How many times the environment's limits a service's own exception may ask for.",
    },
  },
  defaults: () => ({ headroom: 2 }),
  check: (stack, { parameters: { headroom } }) =>
    containers(stack).flatMap((placed) => [
      ...reversed(placed),
      ...(isService(stack, placed.workload.subject) ? beyond(placed, stack.config, headroom) : []),
    ]),
});

function reversed(placed: Placed): readonly Finding[] {
  return resourceNames.flatMap((name) => {
    const request = amountOf(placed.container, "requests", name);
    const limit = amountOf(placed.container, "limits", name);
    if (request === undefined || limit === undefined || request <= limit) return [];
    const setting = field("requests", name);
    const expected = `at most the limit of ${String(written(placed.container, "limits", name))}`;
    return [inContainer(placed, setting, { expected, setting })];
  });
}

function beyond(placed: Placed, config: Config, headroom: number): readonly Finding[] {
  const name = nameOf(placed.workload.subject);
  const profile = config.services.find((each) => each.name === name)?.profile ?? config.profile;
  return bounds.flatMap((bound) =>
    resourceNames.flatMap((resource) => {
      const found = amountOf(placed.container, bound, resource);
      const most = ceiling(profile, config.profile, bound, resource, headroom);
      if (found === undefined || most === undefined || found <= most.amount) return [];
      const setting = field(bound, resource);
      return [inContainer(placed, setting, { expected: `at most ${most.text}`, setting })];
    }),
  );
}

/** What the service is configured with, but never more than `headroom` times the environment's. */
function ceiling(
  own: Profile,
  environment: Profile,
  bound: (typeof bounds)[number],
  name: (typeof resourceNames)[number],
  headroom: number,
): { readonly amount: number; readonly text: string } | undefined {
  const configured = amount(name, own[bound][name]);
  const usual = amount(name, environment[bound][name]);
  if (configured === undefined || usual === undefined) return undefined;
  return configured <= usual * headroom
    ? { amount: configured, text: `${own[bound][name]} as configured` }
    : { amount: usual * headroom, text: `${headroom} times ${environment[bound][name]}` };
}
