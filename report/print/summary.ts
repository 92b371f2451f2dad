import { isUnchanged } from "../build-report.ts";
import { isNoise } from "../compare-items.ts";
import type {
  Amount,
  Change,
  Counts,
  Demand,
  EnvironmentReport,
  ItemReport,
  OwnerReport,
  Range,
  Report,
  Revision,
  ServiceFacts,
  ServiceRow,
} from "../model.ts";
import { cpuText, memoryText } from "../quantity.ts";

/** What all printers say in the same words. */

/** The first line: what happens to the environment that comes next, or to all when none does. */
export function headline(report: Report): string {
  const next = report.environments.filter(({ isNext }) => isNext);
  const subject = next.length > 0 ? next : report.environments;
  const all = report.environments.every(isUnchanged);
  if (all) return "No changes";
  return subject.map((each) => `${each.environment}: ${outcome(each)}`).join(" · ");
}

/** What happens to one environment, in a few words. */
export function outcome(environment: EnvironmentReport): string {
  const { counts, unknown, policy } = environment;
  const broken = policy?.new.length ?? 0;
  const parts = [
    ...countWords(counts),
    ...(broken > 0 ? [`${String(broken)} new ${broken === 1 ? "violation" : "violations"}`] : []),
    ...(unknown.length > 0 ? [`${String(unknown.length)} cannot be known`] : []),
  ];
  if (parts.length > 0) return parts.join(", ");
  return counts.noise > 0 ? "only labels, checksums and the like" : "no changes";
}

function countWords({ added, changed, removed, dangerous }: Counts): string[] {
  const words = [
    [added, "added"],
    [changed, "changed"],
    [removed, "removed"],
    [dangerous, "dangerous"],
  ] as const;
  return words.filter(([count]) => count > 0).map(([count, word]) => `${String(count)} ${word}`);
}

/** `origin/develop (1a2b3c4d)`. */
export function revisionText({ name, commit }: Revision): string {
  return commit === undefined ? name : `${name} (${commit.slice(0, 8)})`;
}

/** Heading of an environment. */
export function environmentTitle(environment: EnvironmentReport, report: Report): string {
  const isLater = !environment.isNext && report.environments.some(({ isNext }) => isNext);
  return `${environment.environment}${isLater ? " (after later merges)" : ""}: ${outcome(environment)}`;
}

/** A cell of the matrix: `1.0.0 → 1.1.0 · 3–10 × 500m/512Mi · 4 objects`. */
export function cell(row: ServiceRow | undefined): string {
  if (row === undefined) return "";
  if (row.change === "unknown") return "cannot be known";
  const { before, after, items, dangerous } = row;
  const facts = [
    arrow({ before, after }, (each: ServiceFacts) => each.version),
    arrow({ before, after }, ({ replicas, requests }: ServiceFacts) => {
      return `${rangeText(replicas)} × ${amountText(requests)}`;
    }),
  ].filter((text) => text !== "");
  const changes = items === 0 ? [] : [`${String(items)} ${items === 1 ? "object" : "objects"}`];
  const danger = dangerous === 0 ? [] : [`${String(dangerous)} dangerous`];
  const word = row.change === "added" || row.change === "removed" ? [row.change] : [];
  return [...word, ...facts, ...changes, ...danger].join(" · ");
}

/** The services of all environments by name, each with its row of every environment. */
export function matrix(report: Report) {
  const names = new Set(report.environments.flatMap((each) => each.services.map((r) => r.service)));
  return [...names].sort().map((service) => ({
    service,
    rows: report.environments.map(({ services }) => services.find((r) => r.service === service)),
  }));
}

/** True when something happens to the service, or may. */
export function isTouched(rows: readonly (ServiceRow | undefined)[]): boolean {
  return rows.some((row) => row !== undefined && row.change !== "same");
}

/** Rows below the matrix: what it all asks for, a text for each environment. */
export function demandRows({ environments }: Report): readonly (readonly string[])[] {
  const row = (name: string, text: (demand: Demand) => string) => [
    name,
    ...environments.map(({ demand }) => arrow(demand, text)),
  ];
  const hasNodeShare = environments.some(({ demand }) => (demand.after?.perNode.bytes ?? 0) > 0);
  return [
    row("requests, fewest pods", ({ min }) => amountText(min)),
    row("requests, most pods", ({ max }) => amountText(max)),
    ...(hasNodeShare ? [row("requests on each node", ({ perNode }) => amountText(perNode))] : []),
  ];
}

/** New, fixed and standing findings, a text for each environment; none without policies. */
export function policyRow({ environments }: Report): readonly string[] | undefined {
  if (environments.every(({ policy }) => policy === undefined)) return undefined;
  const text = ({ policy }: EnvironmentReport) =>
    policy === undefined
      ? ""
      : `${String(policy.new.length)} new, ${String(policy.fixed.length)} fixed, ${String(policy.standing.length)} standing`;
  return ["policy", ...environments.map(text)];
}

/** Before and after as one text; once when they are the same. */
function arrow<T>({ before, after }: Change<T>, text: (value: T) => string): string {
  const [old, now] = [before && text(before), after && text(after)];
  if (old === undefined || now === undefined || old === now) return now ?? old ?? "";
  return `${old} → ${now}`;
}

function rangeText({ min, max }: Range): string {
  return min === max ? String(min) : `${String(min)}–${String(max)}`;
}

function amountText(amount: Amount): string {
  return `${cpuText(amount)}/${memoryText(amount)}`;
}

/** What a reader must not miss. */
export interface Notice {
  readonly kind: "danger" | "violation" | "fixed";
  /** `Dangerous in production`. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is dangerous about an environment, and how the policies judge it otherwise than before. */
export function noticesOf({ environment, owners, policy }: EnvironmentReport): Notice[] {
  const dangers = owners.flatMap(({ items }) =>
    items.flatMap(({ path, dangers }) => dangers.map((danger) => `${path}: ${danger}`)),
  );
  const broken = policy?.new.map(({ rule, level, message }) => `${rule} (${level}): ${message}`);
  const fixed = policy?.fixed.map(({ rule, where }) => `${rule}: ${where}`);
  const notices: Notice[] = [
    { kind: "danger", title: `Dangerous in ${environment}`, lines: dangers },
    { kind: "violation", title: `New violations in ${environment}`, lines: broken ?? [] },
    { kind: "fixed", title: `No longer violated in ${environment}`, lines: fixed ?? [] },
  ];
  return notices.filter(({ lines }) => lines.length > 0);
}

/** Heading of an owner: `Application user-service-staging: 2 changed`. */
export function ownerTitle({ kind, name, items }: OwnerReport): string {
  const telling = items.filter((item) => !isNoise(item));
  const of = (change: ItemReport["change"]) =>
    telling.filter((item) => item.change === change).length;
  const counts = { added: of("added"), changed: of("changed"), removed: of("removed") };
  const words = countWords({ ...counts, dangerous: 0, noise: 0 });
  return `${kind} ${name}: ${words.join(", ") || "only labels, checksums and the like"}`;
}

/** Heading of an item: `changed Deployment/shop/cart`, with what Pulumi is told marked as such. */
export function itemTitle({ change, path, layer }: ItemReport): string {
  return `${change} ${path}${layer === "input" ? " (what Pulumi is told)" : ""}`;
}

/** What is the same without having been rendered, one sentence for environments that share it. */
export function notCounted({ environments }: Report): string[] {
  const groups = Map.groupBy(
    environments.filter(({ uncounted }) => uncounted.length > 0),
    ({ uncounted }) => uncounted.join(", "),
  );
  return [...groups].map(
    ([owners, where]) =>
      `Not rendered in ${where.map(({ environment }) => environment).join(", ")}, but told the same on both sides, ` +
      `so it does not change; its requests are not counted: ${owners}.`,
  );
}
