import { compareItems, isNoise } from "./compare-items.ts";
import { demandOf } from "./demand.ts";
import type {
  Counts,
  EnvironmentReport,
  ItemReport,
  OwnerReport,
  PolicyReport,
  Report,
} from "./model.ts";
import { markMoves } from "./moves.ts";
import { serviceRows } from "./service-rows.ts";
import type { FailedSide, Finding, Owner, OwnerKind, Side } from "./side.ts";

/** One environment at both revisions. */
export interface SidePair {
  readonly before: Side | FailedSide;
  readonly after: Side | FailedSide;
}

/** What a report is made of. */
export interface Comparison extends Omit<Report, "environments" | "live"> {
  readonly pairs: readonly SidePair[];
  /** The environment that the base branch deploys; none is marked when it is not known. */
  readonly next?: string;
}

/** Compares the sides of every environment; the one that comes next is the first. */
export function buildReport({ base, head, remarks, pairs, next }: Comparison): Report {
  const all = pairs.map((pair) => compareSides(pair, pair.after.environment === next));
  const environments = [
    ...all.filter(({ isNext }) => isNext),
    ...all.filter(({ isNext }) => !isNext),
  ];
  return { base, head, environments, remarks };
}

function compareSides({ before, after }: SidePair, isNext: boolean): EnvironmentReport {
  const { environment } = after;
  if ("failure" in before || "failure" in after) {
    return { ...nothingKnown, environment, isNext, unknown: failures(before, after) };
  }
  const pairs = ownerPairs(before.owners, after.owners);
  const owners = markMoves(
    pairs
      .map(({ kind, name, ...pair }): OwnerReport => ({ kind, name, items: compareItems(pair) }))
      .filter(({ items }) => items.length > 0),
  );
  const policy = comparePolicy(before, after);
  return {
    environment,
    isNext,
    counts: count(owners.flatMap(({ items }) => items)),
    services: serviceRows(pairs, owners),
    demand: { before: demandOf(before.owners), after: demandOf(after.owners) },
    owners,
    unknown: [
      ...pairs.flatMap(({ name, kind, ...pair }) => unknownOf(`${kind} ${name}`, pair)),
      ...notJudged(before, after),
    ],
    uncounted: pairs.filter(isSameUnrendered).map(({ name, kind }) => `${kind} ${name}`),
    ...(policy && { policy }),
  };
}

const nothingKnown = {
  counts: { added: 0, changed: 0, removed: 0, dangerous: 0, noise: 0 },
  services: [],
  demand: {},
  owners: [],
  uncounted: [],
};

function failures(before: Side | FailedSide, after: Side | FailedSide): string[] {
  return [
    ...("failure" in before ? [`The base cannot be compared with. ${before.failure}`] : []),
    ...("failure" in after ? [`This change cannot be applied. ${after.failure}`] : []),
  ];
}

/** An owner on both sides, under the name it has on either. */
export interface NamedPair {
  readonly kind: OwnerKind;
  readonly name: string;
  readonly before?: Owner;
  readonly after?: Owner;
}

const kinds: readonly OwnerKind[] = ["Configuration", "Pulumi", "Release", "Application"];

function ownerPairs(before: readonly Owner[], after: readonly Owner[]): readonly NamedPair[] {
  const key = ({ kind, name }: Owner) => `${kinds.indexOf(kind)} ${name}`;
  const [old, now] = [before, after].map((owners) => new Map(owners.map((o) => [key(o), o])));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort().flatMap((each) => {
    const pair = { before: old?.get(each), after: now?.get(each) };
    const owner = pair.after ?? pair.before;
    return owner === undefined ? [] : [{ kind: owner.kind, name: owner.name, ...pair }];
  });
}

/** An owner that could not be rendered and is told the same on both sides renders to the same. */
function isSameUnrendered({ before, after }: NamedPair): boolean {
  const unrendered = before?.notRendered ?? after?.notRendered;
  return unrendered !== undefined && before?.fingerprint === after?.fingerprint;
}

function unknownOf(owner: string, pair: Pick<NamedPair, "before" | "after">): string[] {
  if (pair.before?.fingerprint === pair.after?.fingerprint) return [];
  const sides = { before: "before", after: "after" } as const;
  return Object.values(sides).flatMap((side) => {
    const reason = pair[side]?.notRendered;
    return reason === undefined ? [] : [`${owner}: not rendered as it is ${side}. ${reason}`];
  });
}

function count(items: readonly ItemReport[]): Counts {
  const noise = items.filter(isNoise);
  const telling = items.filter((item) => !isNoise(item));
  const of = (change: ItemReport["change"]) =>
    telling.filter((item) => item.change === change).length;
  return {
    added: of("added"),
    changed: of("changed"),
    removed: of("removed"),
    dangerous: telling.filter(({ dangers }) => dangers.length > 0).length,
    noise: noise.length,
  };
}

function notJudged(before: Side, after: Side): string[] {
  return Object.entries({ before, after }).flatMap(([side, { verdict }]) =>
    verdict !== undefined && "notJudged" in verdict
      ? [`Policies: not judged as it is ${side}. ${verdict.notJudged}`]
      : [],
  );
}

function comparePolicy(
  { verdict: was }: Pick<Side, "verdict">,
  { verdict: is }: Pick<Side, "verdict">,
): PolicyReport | undefined {
  if (was === undefined || is === undefined || "notJudged" in was || "notJudged" in is) return;
  const [before, after] = [was.findings, is.findings];
  const key = ({ rule, level, where }: Finding) => JSON.stringify([rule, level, where]);
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  return {
    new: after.filter((each) => !old.has(key(each))),
    fixed: before.filter((each) => !now.has(key(each))),
    standing: after.filter((each) => old.has(key(each))),
  };
}

/** True when nothing changes, as far as can be known; false also when something is not known. */
export function isUnchanged({ owners, unknown, policy }: EnvironmentReport): boolean {
  const verdict = [...(policy?.new ?? []), ...(policy?.fixed ?? [])];
  return owners.length === 0 && unknown.length === 0 && verdict.length === 0;
}
