import { buildReport } from "../../report/build-report.ts";
import type { EnvironmentReport, ItemReport, Report } from "../../report/model.ts";
import type { Finding, Item, Owner, Side } from "../../report/side.ts";

/** An object of the namespace `shop` as an item. */
export function object(kind: string, name: string, content: Record<string, unknown> = {}): Item {
  const path = `${kind}/shop/${name}`;
  const metadata = { name, namespace: "shop" };
  const whole = { apiVersion: "v1", kind, metadata, ...content };
  return { id: `/${path}`, path, layer: "object", content: whole };
}

/** A Deployment whose one container has this image and these requests. */
export function deployment(name: string, image: string, spec: Record<string, unknown> = {}): Item {
  const resources = { requests: { cpu: "100m", memory: "128Mi" } };
  const template = { spec: { containers: [{ name, image, resources }] } };
  return object("Deployment", name, { spec: { replicas: 2, template, ...spec } });
}

export function owner(items: readonly Item[], more: Partial<Owner> = {}): Owner {
  const fingerprint = JSON.stringify(items);
  return { kind: "Application", name: "cart-staging", items, fingerprint, prunes: true, ...more };
}

export function side(...owners: readonly Owner[]): Side {
  return { environment: "staging", owners };
}

/** The report of one environment that comes next. */
export function reportOf(before: Side, after: Side, more: { next?: string } = {}): Report {
  return buildReport({
    base: { name: "origin/staging", commit: "0123456789abcdef" },
    head: { name: "working tree" },
    remarks: [],
    pairs: [{ before, after }],
    next: "staging",
    ...more,
  });
}

export function compared(before: Side, after: Side): EnvironmentReport {
  const [environment] = reportOf(before, after).environments;
  if (environment === undefined) throw new Error("there is one environment");
  return environment;
}

/** The only item that differs. */
export function onlyItem(before: readonly Item[], after: readonly Item[]) {
  const { owners } = compared(side(owner(before)), side(owner(after)));
  const items: readonly ItemReport[] = owners.flatMap((each) => each.items);
  const [item, ...more] = items;
  if (item === undefined || more.length > 0) throw new Error(`${items.length} items differ`);
  return item;
}

export const finding = (rule: string): Finding => ({
  rule,
  level: "mandatory",
  where: "Deployment/shop/cart",
  message: "is wrong",
});
