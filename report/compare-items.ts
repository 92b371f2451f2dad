import { dangerOfChange, dangersOfDefinition, dangersOfRemoval, kindOf } from "./danger.ts";
import { fieldDifferences, mapLeaves, type FieldDifference } from "./field-diff.ts";
import { fieldPath } from "./field-path.ts";
import type { FieldReport, ItemReport } from "./model.ts";
import { noiseOf } from "./noise.ts";
import { shown } from "./secrecy.ts";
import type { Item, Owner } from "./side.ts";

/** One owner on both sides; absent on the side that does not have it. */
export interface OwnerPair {
  readonly before?: Owner;
  readonly after?: Owner;
}

/** What changes of an owner's items: dangerous ones first, then as they are named. */
export function compareItems({ before, after }: OwnerPair): readonly ItemReport[] {
  const old = new Map(before?.items.map((item) => [item.id, item]));
  const now = new Map(after?.items.map((item) => [item.id, item]));
  const ids = [...new Set([...old.keys(), ...now.keys()])];
  const generated = new Set([...(before?.generated ?? []), ...(after?.generated ?? [])]);
  const found = ids.flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was === undefined) return is === undefined ? [] : [added(settled(is, generated))];
    // Whether it is deleted is up to the owner as it will be; one that goes takes everything along.
    if (is === undefined)
      return before === undefined ? [] : [removed(settled(was, generated), after ?? before)];
    return changed(was, is, after ?? before, generated);
  });
  return found.sort(byDangerThenName);
}

/** The item without the values that its chart makes up. */
function settled(item: Item, generated: ReadonlySet<string>): Item {
  if (generated.size === 0) return item;
  const content = mapLeaves(item.content, (steps, value) =>
    generated.has(`${item.id} ${fieldPath(steps)}`) ? "(made up at each rendering)" : value,
  );
  return { ...item, content: content as Item["content"] };
}

function added(item: Item): ItemReport {
  return { ...identity(item), change: "added", dangers: [], fields: fieldsOf(item, "after") };
}

function removed(item: Item, owner: Owner): ItemReport {
  const dangers = dangersOfRemoval(item, owner);
  return { ...identity(item), change: "removed", dangers, fields: fieldsOf(item, "before") };
}

function identity({ id, path, layer }: Item) {
  return { id, path, layer };
}

/** The whole of an item that is on one side only, a field for each of its first keys. */
function fieldsOf(item: Item, side: "before" | "after"): FieldReport[] {
  return Object.entries(item.content)
    .filter(([key]) => !["apiVersion", "kind", "pulumi"].includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({
      field: fieldPath([key]),
      [side]: shown(kindOf(item), [key], value),
    }));
}

function changed(
  before: Item,
  after: Item,
  owner: Owner | undefined,
  generated: ReadonlySet<string>,
): ItemReport[] {
  const differences = fieldDifferences(before.content, after.content);
  if (differences.length === 0) return [];
  const fields = differences.map((difference): FieldReport => {
    const field = fieldPath(difference.steps);
    const isGenerated = generated.has(`${after.id} ${field}`);
    const noise = isGenerated ? "generated" : noiseOf(difference.steps);
    const danger = owner && noise === undefined && dangerOfChange(after, owner, difference);
    return {
      field,
      // What is made up each time would make each report another one.
      ...(isGenerated ? {} : display(kindOf(after), difference)),
      ...(noise === undefined ? {} : { noise }),
      ...(danger === undefined || danger === false ? {} : { danger }),
    };
  });
  const dangers = fields.flatMap(({ field, danger }) => (danger ? [`${field}: ${danger}`] : []));
  return [
    {
      ...identity(after),
      change: "changed",
      dangers: [...dangers, ...dangersOfDefinition(before, after)],
      fields,
    },
  ];
}

function display(kind: string, { steps, before, after }: FieldDifference) {
  return {
    ...(before === undefined ? {} : { before: shown(kind, steps, before) }),
    ...(after === undefined ? {} : { after: shown(kind, steps, after) }),
  };
}

/** True when nothing of the item changes but what follows from other changes. */
export function isNoise({ change, fields }: ItemReport): boolean {
  return change === "changed" && fields.every(({ noise }) => noise !== undefined);
}

function byDangerThenName(a: ItemReport, b: ItemReport): number {
  return (
    Number(b.dangers.length > 0) - Number(a.dangers.length > 0) ||
    Number(isNoise(a)) - Number(isNoise(b)) ||
    Number(a.layer === "object") - Number(b.layer === "object") ||
    (a.path < b.path ? -1 : Number(a.path > b.path))
  );
}
