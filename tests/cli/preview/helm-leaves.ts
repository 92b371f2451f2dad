import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { parseAllDocuments } from "yaml";

import type { EnvironmentReport } from "../../../report/model.ts";
import type { Checkout } from "../../support/checkout.ts";
import { tool } from "../../support/tools.ts";

// The other way to the same answer: Helm's own output, taken apart leaf by leaf, without any code of the report.

/**
 * Every leaf of every rendered object: `<Application> <Kind>/<namespace>/<name> <path>` and its values. Items of a
 * list without names have no place in the path, because a place says nothing when an item before it goes.
 */
export type Leaves = ReadonlyMap<string, readonly string[]>;

interface Application {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly source: {
      readonly helm: { readonly releaseName: string; readonly valuesObject: unknown };
    };
    readonly destination: { readonly namespace: string };
  };
}

/** What `helm template` makes of every Application of an environment, with the chart of the checkout. */
export async function helmLeaves(checkout: Checkout, environment: string): Promise<Leaves> {
  const { stdout, stderr, code } = await checkout.msa(["render", environment]);
  if (code !== 0) throw new Error(stderr);
  const applications = (documents(stdout) as Application[]).filter(
    ({ kind }) => kind === "Application",
  );
  return gathered(applications.flatMap((application) => applicationLeaves(checkout, application)));
}

function applicationLeaves(checkout: Checkout, { metadata, spec }: Application) {
  const { releaseName, valuesObject } = spec.source.helm;
  const chart = join(checkout.folder, "charts", "microservice");
  const text = execFileSync(
    tool("helm4"),
    [
      ...["template", releaseName, chart, "--namespace", spec.destination.namespace],
      ...["--kube-version", "1.36.3", "--values", "-"],
    ],
    { input: JSON.stringify(valuesObject), encoding: "utf8" },
  );
  return documents(text).flatMap((document) => {
    const { kind, metadata: meta } = document as {
      kind: string;
      metadata: { name: string; namespace?: string };
    };
    const name = [kind, meta.namespace, meta.name].filter((part) => part !== undefined).join("/");
    return leavesOf(`${metadata.name} ${name} `, document);
  });
}

function documents(text: string): unknown[] {
  const parsed = parseAllDocuments(text);
  return parsed.map((document) => document.toJS() as unknown).filter((value) => value !== null);
}

/** Every leaf below a value; items of lists that all have a name of their own go by it. */
export function leavesOf(path: string, value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value)]];
  const isList = Array.isArray(value);
  const entries = isList ? itemsOf(value as unknown[]) : Object.entries(value);
  if (entries.length === 0) return [[path, JSON.stringify(value)]];
  return entries.flatMap(([key, item]) => leavesOf(`${path}${step(path, key, isList)}`, item));
}

function itemsOf(list: readonly unknown[]): [string, unknown][] {
  const names = list.map((item) => (item as { name?: unknown } | null)?.name);
  const isNamed = names.every((name) => typeof name === "string") && unique(names);
  return list.map((item, at): [string, unknown] => [isNamed ? String(names[at]) : "*", item]);
}

function unique(names: readonly unknown[]): boolean {
  return new Set(names).size === names.length;
}

function step(path: string, key: string, isItem: boolean): string {
  if (isItem) return `[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
  return path === "" || path.endsWith(" ") ? key : `.${key}`;
}

function gathered(leaves: readonly [string, string][]): Leaves {
  const groups = Map.groupBy(leaves, ([path]) => path);
  return new Map([...groups].map(([path, found]) => [path, found.map(([, value]) => value)]));
}

/** `<before> → <after>` of every leaf that differs. */
export function leafDifferences(before: Leaves, after: Leaves): Record<string, string> {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return Object.fromEntries(
    keys.flatMap((key) => {
      const [old, now] = [before.get(key) ?? [], after.get(key) ?? []];
      const [gone, come] = [without(old, now), without(now, old)];
      const text = (values: readonly string[]) => values.join(", ") || "absent";
      return gone.length + come.length === 0 ? [] : [[key, `${text(gone)} → ${text(come)}`]];
    }),
  );
}

/** What is in a list more often than in the other, sorted. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list
    .filter((value) => {
      const at = left.indexOf(value);
      if (at !== -1) left.splice(at, 1);
      return at === -1;
    })
    .sort();
}

/** The same, as the report of an environment says it. */
export function reportedLeaves({ owners }: EnvironmentReport): Record<string, string> {
  const reported = owners.flatMap(({ kind, name, items }) =>
    items
      .filter(({ layer }) => kind === "Application" && layer === "object")
      .flatMap(({ path, fields }) => fields.map((each) => ({ ...each, at: `${name} ${path} ` }))),
  );
  const side = (of: "before" | "after") =>
    gathered(
      reported
        .filter((each) => each[of] !== undefined)
        .flatMap(({ at, field, ...values }) => {
          return leavesOf(`${at}${field.replace(/\[\d+\]/g, "[*]")}`, values[of]);
        }),
    );
  return leafDifferences(side("before"), side("after"));
}

/** Leaves that the report does not repeat for objects that come or go. */
export function withoutIdentity(leaves: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(leaves).filter(([path]) => !/ (apiVersion|kind)$/.test(path)),
  );
}
