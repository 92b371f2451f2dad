import type { ItemReport, OwnerReport } from "./model.ts";

/**
 * Marks objects that one owner gives up and another takes: whichever acts first, the old owner deletes
 * what the new one has just written.
 */
export function markMoves(owners: readonly OwnerReport[]): OwnerReport[] {
  const places = (change: ItemReport["change"]) =>
    new Map(
      owners.flatMap((owner) =>
        owner.items
          .filter((item) => item.change === change && item.layer === "object")
          .map((item) => [item.id, `${owner.kind} ${owner.name}`] as const),
      ),
    );
  const [from, to] = [places("removed"), places("added")];
  return owners.map((owner) => ({
    ...owner,
    items: owner.items.map((item) => {
      const [old, now] = [from.get(item.id), to.get(item.id)];
      const moves = item.layer === "object" && item.change !== "changed" && old && now;
      if (!moves) return item;
      const danger = `moves from ${old} to ${now}: the old owner deletes it, also when the new one has it already`;
      return { ...item, dangers: [...item.dangers, danger] };
    }),
  }));
}
