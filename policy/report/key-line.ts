import { isMap, isScalar, LineCounter, parseDocument } from "yaml";

/**
 * Line of a key of a stack file, from 1; that of the nearest key above it that is written there.
 *
 * @param key such as `msa:services.user-service.profile.replicas`.
 */
export function lineOfKey(text: string, key: string): number {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).getIn(["config"], true);
  let line = 1;
  for (const part of key.split(".")) {
    if (!isMap(node)) break;
    const pair = node.items.find((each) => isScalar(each.key) && each.key.value === part);
    const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    if (start === undefined) break;
    line = lines.linePos(start).line;
    node = pair?.value;
  }
  return line;
}
