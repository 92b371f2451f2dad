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
  readonly #stacks = new Map<string, Promise<Stack>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * One resource and what it renders.
   *
   * @param isFirst the engine begins with this resource: what was seen of it before may have changed. The
   * rules that follow share what the first one made, since the SDK unpacks the inputs anew for each.
   */
  of(args: ResourceValidationArgs, isFirst: boolean): Promise<Stack> {
    const known = this.#stacks.get(args.urn);
    if (known !== undefined && !isFirst) return known;
    const stack = this.now(args);
    this.#stacks.set(args.urn, stack);
    return stack;
  }

  /** The same, of this moment and not kept: inputs that a remedy is about to change. */
  now(args: ResourceValidationArgs): Promise<Stack> {
    return this.#expanded(resourceOf(args, plain(args.props)));
  }

  /** Everything that was shown. */
  async all(): Promise<Stack> {
    const parts = await Promise.all(this.#stacks.values());
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
