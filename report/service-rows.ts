import type { NamedPair } from "./build-report.ts";
import { isNoise } from "./compare-items.ts";
import { factsOf } from "./demand.ts";
import { at, textOf } from "./json-value.ts";
import type { OwnerReport, ServiceRow } from "./model.ts";
import type { Owner } from "./side.ts";

/** A row for each service of either side, by name. */
export function serviceRows(
  pairs: readonly NamedPair[],
  owners: readonly OwnerReport[],
): ServiceRow[] {
  return pairs
    .filter(({ kind }) => kind === "Application")
    .map((pair) => row(pair, owners))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

function row({ name, before, after }: NamedPair, owners: readonly OwnerReport[]): ServiceRow {
  const owner = after ?? before;
  const service = owner === undefined ? name : serviceOf(owner);
  const items = owners.find((each) => each.kind === "Application" && each.name === name)?.items;
  const telling = (items ?? []).filter((item) => !isNoise(item));
  const facts = {
    before: before && factsOf(before, service),
    after: after && factsOf(after, service),
  };
  return {
    service,
    application: name,
    change: changeOf({ before, after }, telling.length),
    items: telling.length,
    dangerous: telling.filter(({ dangers }) => dangers.length > 0).length,
    ...(facts.before && { before: facts.before }),
    ...(facts.after && { after: facts.after }),
  };
}

function changeOf(
  { before, after }: Pick<NamedPair, "before" | "after">,
  items: number,
): ServiceRow["change"] {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  const isUnrendered = before.notRendered !== undefined || after.notRendered !== undefined;
  if (isUnrendered && before.fingerprint !== after.fingerprint) return "unknown";
  return items > 0 ? "changed" : "same";
}

/** The release's name, which is the service's; the Application's when it has none. */
function serviceOf({ name, items }: Owner): string {
  const declared = items.find(({ layer }) => layer === "input")?.content;
  return textOf(at(declared, "spec", "source", "helm", "releaseName")) || name;
}
