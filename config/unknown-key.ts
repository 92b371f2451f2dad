import { shape } from "./schema/keys.ts";
import { keysOf } from "./schema/walk.ts";
import { all, didYouMean, suggest } from "./suggest.ts";

/** `there is no such key.` and the nearest of `known`, else one level deeper, else all of them. */
export function unknownKey(name: string, known: readonly string[]): string {
  const meant = didYouMean(name, known);
  if (meant !== "") return `there is no such key.${meant}`;
  const deeper = known.includes("profile") ? suggest(name, keysOf(shape.profile)) : undefined;
  if (deeper !== undefined) {
    return `there is no such key. Did you mean ${JSON.stringify(deeper)}, under "profile"?`;
  }
  return `there is no such key. The keys here are ${all(known)}.`;
}
