import type { Config } from "../../config/model.ts";
import { groupOf, namespaceOf, type Subject } from "./subject.ts";

/** A Release or an Application whose objects nobody can see. */
export interface Unrendered {
  readonly subject: Subject;
  /** Helm's or the repository's own words. */
  readonly reason: string;
}

/** Everything that is judged together: one environment, or for rules about one object a part of it. */
export interface Stack {
  readonly config: Config;
  readonly subjects: readonly Subject[];
  readonly unrendered: readonly Unrendered[];
}

/** Made once for a stack: a rule asks for each object's neighbours, and their number must not count twice. */
const indices = new WeakMap<Stack, ReadonlyMap<string, readonly Subject[]>>();

/**
 * Objects of one kind, by group and kind; the version does not matter. In the order of their URNs, whatever
 * the engine shows first: of two that claim the same thing it must always be the same one that is told.
 */
export function ofKind(stack: Stack, group: string, kind: string): readonly Subject[] {
  let index = indices.get(stack);
  if (index === undefined) {
    const inOrder = stack.subjects.toSorted(byOrigin);
    index = Map.groupBy(inOrder, (each) => `${groupOf(each)}/${each.object.kind}`);
    indices.set(stack, index);
  }
  return index.get(`${group}/${kind}`) ?? [];
}

/** By the resource that is the object, or renders it; what one chart renders keeps its order. */
function byOrigin({ origin: a }: Subject, { origin: b }: Subject): number {
  if (a.urn === b.urn) return 0;
  return a.urn < b.urn ? -1 : 1;
}

/** True for an object of the services: what is in their namespace. The rest is the platform's. */
export function isService({ config }: Stack, subject: Subject): boolean {
  return namespaceOf(subject) === config.namespace;
}
