import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { parse } from "yaml";
import { z } from "zod";

import { objectsIn, servedBy } from "./rendered.ts";
import { assembleStandIns } from "../../../toolchain/stand-ins/assemble.ts";
import { readStandIn, valuesOf } from "../../../toolchain/stand-ins/stand-in.ts";
import { closedSchema, type Schema } from "../../../toolchain/stand-ins/values-schema.ts";
import { toolbox } from "../../../toolchain/toolbox.ts";
import { root, tool } from "../../support/tools.ts";
import { workloads } from "./workloads.ts";

const run = promisify(execFile);
const source = path.join(root, "tests/fixtures/charts");
const values = path.join(root, "tests/fixtures/chart-values");
const helms = ["helm3", "helm4"] as const;
/** Releases whose name is not that of their chart. */
const releases: Readonly<Record<string, string>> = {
  base: "istio-base",
  cni: "istio-cni",
  gateway: "istio-ingress",
  "redis-cluster": "redis",
};
const settings: Readonly<Record<string, string>> = {
  "argo-cd": "fullnameOverride=argocd,dex.enabled=false",
  "kube-prometheus-stack": "fullnameOverride=prometheus",
};
const lockSchema = z.record(z.string(), z.object({ name: z.string(), version: z.string() }));
const chartSchema = z.object({ name: z.string(), version: z.string() });

type Path = readonly string[];

/** Every path of a chart's lists, and of those the ones at which nothing is open. */
function pathsOf(name: string): { all: Path[]; closed: Path[] } {
  const { defaults, extra } = valuesOf(readStandIn(path.join(source, name)), values);
  const all = [...defaults, ...extra].map((line) => line.path);
  const open = all.flatMap((keys) => (keys.at(-1)?.startsWith("*") ? [keys.slice(0, -1)] : []));
  const isOpen = (keys: Path) => open.some((map) => map.every((key, at) => keys[at] === key));
  return { all, closed: defaults.map((line) => line.path).filter((keys) => !isOpen(keys)) };
}

/** `path` with one more letter behind the key at `at`, and nothing below it. */
function misspelt(keys: Path, at: number): Path {
  return [...keys.slice(0, at), `${keys[at] ?? ""}Z`];
}

function accepts(schema: Schema | true | false, [key, ...rest]: Path): boolean {
  if (typeof schema === "boolean") return schema;
  if (key === undefined) return true;
  return accepts(schema.properties?.[key] ?? schema.additionalProperties ?? true, rest);
}

describe("the stand-ins of the platform's charts", function () {
  this.timeout(60_000);
  const names = Object.keys(workloads);
  let folder: string;
  const chart = (name: string) => path.join(folder, "made", name);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "stand-ins-"));
    const target = path.join(folder, "made");
    await assembleStandIns({ source, values, crdsFolder: toolbox(root).crdsFolder, target });
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** What Helm renders, or what it says when it refuses. */
  async function template(helm: (typeof helms)[number], name: string, set = settings[name] ?? "") {
    const options = ["--include-crds", "--namespace", "platform", "--set", set];
    const args = ["template", releases[name] ?? name, chart(name), ...options];
    return run(tool(helm), args, { maxBuffer: 50_000_000 }).then(
      ({ stdout }) => ({ rendered: stdout, refusal: "" }),
      (error: unknown) => ({ rendered: "", refusal: String(error) }),
    );
  }

  const kept = new Map<string, Promise<string>>();

  /** What Helm renders under the release's name and settings, rendered once. */
  function rendering(helm: (typeof helms)[number], name: string): Promise<string> {
    const made = kept.get(`${helm} ${name}`) ?? rendered(helm, name);
    kept.set(`${helm} ${name}`, made);
    return made;
  }

  async function rendered(helm: (typeof helms)[number], name: string): Promise<string> {
    const { rendered, refusal } = await template(helm, name);
    assert.equal(refusal, "");
    return rendered;
  }

  it("have the names and versions of the lock, one for each chart in it", () => {
    const lock = lockSchema.parse(
      JSON.parse(readFileSync(path.join(root, "charts/platform.lock.json"), "utf8")),
    );
    const made = names.map((name) =>
      chartSchema.parse(parse(readFileSync(path.join(chart(name), "Chart.yaml"), "utf8"))),
    );
    const sorted = (charts: readonly { name: string; version: string }[]) =>
      charts.map(({ name, version }) => `${name} ${version}`).sort();

    assert.deepEqual(readdirSync(path.join(folder, "made")).sort(), [".stamp", ...names].sort());
    assert.deepEqual(sorted(made), sorted(Object.values(lock)));
  });

  for (const helm of helms) {
    it(`pass ${helm} lint`, async () => {
      const { stdout } = await run(tool(helm), ["lint", ...names.map(chart)]);

      assert.match(stdout, new RegExp(`${names.length} chart\\(s\\) linted, 0 chart`));
    });

    it(`render with ${helm} the workloads, Services and ports of the real charts`, async () => {
      const served: Record<string, readonly string[]> = {};
      for (const name of names) {
        served[name] = servedBy(objectsIn(await rendering(helm, name)));
      }

      assert.deepEqual(served, sortedLists(workloads));
    });

    it(`have ${helm} refuse and name each misspelt value path`, async () => {
      for (const name of names) {
        const { closed } = pathsOf(name);
        const some = fc.sample(fc.nat(closed.length - 1), { numRuns: 8, seed: 4 });
        const wrong = some.flatMap((at) => {
          const keys = closed[at] ?? [];
          return [misspelt(keys, keys.length - 1)];
        });
        const set = wrong.map((keys) => `${keys.map(escaped).join(".")}=1`).join(",");
        const { refusal } = await template(helm, name, set);

        const unnamed = wrong.filter((keys) => !refusal.includes(`'${keys.at(-1) ?? ""}'`));
        assert.deepEqual(unnamed, [], `${name}: ${refusal}`);
      }
    });
  }

  it("accept every listed path, and refuse the same with one more letter in any of its keys", () => {
    for (const name of names) {
      const { all, closed } = pathsOf(name);
      const schema = closedSchema(all);
      for (const keys of all) {
        const written = keys.map((key) => (key.startsWith("*") ? "any" : key));
        assert.ok(accepts(schema, written), `${name}: ${written.join(".")}`);
      }
      const places = fc.tuple(fc.constantFrom(...closed), fc.nat());
      fc.assert(
        fc.property(places, ([keys, at]) => {
          return !accepts(schema, misspelt(keys, at % keys.length));
        }),
        { seed: 4 },
      );
    }
  });

  it("fit with their CRDs into the one Secret, 1 MiB, in which Helm keeps a release", async () => {
    for (const name of names) {
      const manifest = await rendering("helm3", name);
      const files = readdirSync(chart(name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "base64"));
      // Helm keeps the chart's files, each in base64, and the manifest: as JSON, packed, in base64.
      const packed = gzipSync(JSON.stringify([files, manifest])).toString("base64");

      assert.ok(packed.length < 1024 ** 2 * 0.75, `${name}: ${packed.length} bytes`);
    }
  });

  it("never have the API server ask a webhook behind which only a simulated pod would be", async () => {
    let found = 0;
    for (const name of names) {
      for (const { webhooks } of objectsIn(await rendering("helm3", name))) {
        for (const { matchConditions } of webhooks ?? []) {
          found += 1;
          assert.deepEqual(
            matchConditions?.map(({ expression }) => expression),
            ["false"],
          );
        }
      }
    }

    assert.equal(found, 12);
  });
});

/** A key as `--set` takes it. */
function escaped(key: string): string {
  return key.replaceAll(".", "\\.");
}

function sortedLists(lists: Readonly<Record<string, readonly string[]>>) {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list].sort()]));
}
