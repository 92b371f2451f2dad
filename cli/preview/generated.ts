import { fieldDifferences } from "../../report/field-diff.ts";
import { fieldPath } from "../../report/field-path.ts";
import { isSame } from "../../report/json-value.ts";
import type { Item, Owner, Side } from "../../report/side.ts";
import type { RenderedSide } from "./render-side.ts";

/**
 * Finds what a chart makes up at each rendering, such as a certificate: owners that differ between the
 * two sides are rendered once more, and what differs then from the first time says nothing.
 */
export async function withGenerated(
  before: RenderedSide,
  after: RenderedSide,
): Promise<readonly [Side, Side]> {
  const differ = differing(before.owners, after.owners);
  return [await marked(before, differ), await marked(after, differ)];
}

/** `<kind> <name>` of the owners whose objects are not the same on both sides. */
function differing(before: readonly Owner[], after: readonly Owner[]): ReadonlySet<string> {
  const objects = ({ items }: Owner) => items.filter(({ layer }) => layer === "object");
  const [old, now] = [before, after].map(
    (owners) => new Map(owners.map((owner) => [nameOf(owner), objects(owner)])),
  );
  const names = [...before, ...after].map(nameOf);
  return new Set(names.filter((name) => !isSame(old?.get(name), now?.get(name))));
}

async function marked(side: RenderedSide, wanted: ReadonlySet<string>): Promise<Side> {
  const owners = await Promise.all(
    side.owners.map(async (owner): Promise<Owner> => {
      const again = side.again.get(nameOf(owner));
      if (again === undefined || !wanted.has(nameOf(owner))) return owner;
      return { ...owner, generated: differences(owner.items, await again()) };
    }),
  );
  return { environment: side.environment, owners };
}

function differences(first: readonly Item[], second: readonly Item[]): string[] {
  const known = new Map(second.map((item) => [item.id, item.content]));
  return first.flatMap(({ id, layer, content }) =>
    layer === "object" && known.has(id)
      ? fieldDifferences(content, known.get(id)).map(({ steps }) => `${id} ${fieldPath(steps)}`)
      : [],
  );
}

function nameOf({ kind, name }: Owner): string {
  return `${kind} ${name}`;
}
