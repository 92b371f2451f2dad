import type { ResourceValidationArgs } from "@pulumi/policy";

import { expand, type Expansion } from "../depths/expand.ts";
import type { Resource } from "../depths/resource.ts";
import { isFields } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import { plain } from "./plain.ts";
import type { Session } from "./session.ts";

/** The read by which the cluster guard knows the cluster; nothing of ours (components/cluster.ts). */
const read = "cluster-identity";

/**
 * The resources that the engine has shown so far, each with everything behind it, rendered once.
 *
 * The engine asks rule by rule and resource by resource; a stack rule is given all of them, from the
 * inputs: outputs would hold what the cluster fills in.
 */
export class Seen {
  readonly #session: Session;
  readonly #stacks = new Map<string, { readonly inputs: string; readonly stack: Promise<Stack> }>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** One resource and what it renders. */
  of(args: ResourceValidationArgs): Promise<Stack> {
    const inputs = plain(args.props);
    const key = JSON.stringify(inputs, (_, value: unknown) =>
      typeof value === "symbol" ? value.toString() : value,
    );
    const known = this.#stacks.get(args.urn);
    // Remedied once, a resource comes back with other inputs.
    if (known?.inputs === key) return known.stack;
    const stack = this.#expanded(resourceOf(args, inputs));
    this.#stacks.set(args.urn, { inputs: key, stack });
    return stack;
  }

  /** Everything that was shown. */
  async all(): Promise<Stack> {
    const parts = await Promise.all([...this.#stacks.values()].map(({ stack }) => stack));
    return {
      config: this.#session.config,
      subjects: parts.flatMap(({ subjects }) => subjects),
      unrendered: parts.flatMap(({ unrendered }) => unrendered),
    };
  }

  async #expanded(resource: Resource): Promise<Stack> {
    const nothing: Expansion = { subjects: [], unrendered: [] };
    const expansion =
      resource.name === read ? nothing : await expand(resource, this.#session.renderer);
    return { config: this.#session.config, ...expansion };
  }
}

function resourceOf(
  { urn, type, name, opts, provider }: ResourceValidationArgs,
  inputs: unknown,
): Resource {
  return {
    urn,
    type,
    name,
    inputs: isFields(inputs) ? inputs : {},
    options: {
      protect: opts.protect,
      ignoreChanges: opts.ignoreChanges,
      ...(provider !== undefined && { provider: provider.urn }),
    },
  };
}
