import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import type { RuleGroup } from "../../components/rules/rule.ts";
import { tool } from "../support/tools.ts";
import { openMetrics, type SampleSeries } from "./sample-series.ts";

/** A series of an answer: its labels, and its newest value. */
export interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly lastEvaluation: string;
}

/** How long samples reach back; longer than the longest window that must be full. */
const history = 20 * 60;

/** A real Prometheus on loopback with given samples and rules; `stop()` leaves nothing behind. */
export class PrometheusServer {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "msa-prometheus-"));
  private process?: ChildProcess;
  private address = "";

  /** Writes samples that end now, starts Prometheus on them and waits until it has run every rule. */
  async start(series: readonly SampleSeries[], groups: readonly RuleGroup[]): Promise<void> {
    const samples = path.join(this.folder, "samples.om");
    const storage = path.join(this.folder, "storage");
    const end = Math.floor(Date.now() / 1000);
    writeFileSync(samples, openMetrics(series, { end, seconds: history }));
    const backfill = ["tsdb", "create-blocks-from", "openmetrics", samples, storage];
    execFileSync(tool("promtool"), backfill, { stdio: "pipe" });
    writeFileSync(path.join(this.folder, "rules.json"), JSON.stringify({ groups }));
    writeFileSync(
      path.join(this.folder, "prometheus.yml"),
      "global: {evaluation_interval: 1s}\nrule_files: [rules.json]\n",
    );
    await this.launch(storage);
    await this.rulesHaveRun();
  }

  /** Ends Prometheus and removes its folder; also after a failed start. */
  async stop(): Promise<void> {
    const child = this.process;
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What an expression gives now. Throws with Prometheus' words when it cannot be parsed or run. */
  async query(expr: string): Promise<readonly Answer[]> {
    const { result } = await this.get<{
      result: { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?${new URLSearchParams({ query: expr }).toString()}`, expr);
    return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
  }

  /** The selectors in an expression, each as an expression of its own; Prometheus itself takes it apart. */
  async selectors(expr: string): Promise<readonly string[]> {
    const tree = await this.get<unknown>(
      `parse_query?${new URLSearchParams({ query: expr }).toString()}`,
      expr,
    );
    return selectorsIn(tree);
  }

  /** Values of a label among the series of a selector. */
  async labelValues(label: string, selector: string): Promise<readonly string[]> {
    return this.get(
      `label/${label}/values?${new URLSearchParams({ "match[]": selector }).toString()}`,
      selector,
    );
  }

  private async get<T>(request: string, subject: string): Promise<T> {
    const response = await fetch(`http://${this.address}/api/v1/${request}`);
    const body = (await response.json()) as { status: string; data: T; error?: string };
    if (body.status !== "success") {
      throw new Error(`${subject}: ${body.error ?? "no answer"}`);
    }
    return body.data;
  }

  private async launch(storage: string): Promise<void> {
    const child = spawn(
      tool("prometheus"),
      [
        `--config.file=${path.join(this.folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${storage}`,
        "--web.listen-address=127.0.0.1:0",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    this.process = child;
    const log: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      log.push(line);
      // It says the port it was given, and then that it is ready.
      this.address ||= /msg="Listening on" .*address=(127\.0\.0\.1:[1-9]\d*)/.exec(line)?.[1] ?? "";
      if (line.includes("Server is ready to receive web requests")) {
        child.stderr.resume();
        return;
      }
    }
    throw new Error(`prometheus ended before it was ready:\n${log.join("\n")}`);
  }

  /**
   * A few times each: a rule may read what a rule of a later group records, and after its start
   * Prometheus writes the state of alerts only once it has looked for an earlier one.
   */
  private async rulesHaveRun(): Promise<void> {
    const seen = new Map<string, Set<string>>();
    for (let waited = 0; waited < 600; waited += 1) {
      const { groups } = await this.get<{ groups: { name: string; rules: RuleState[] }[] }>(
        "rules",
        "rules",
      );
      const rules = groups.flatMap(({ name, rules }) =>
        rules.map((rule, index) => ({ ...rule, key: `${name}/${index}` })),
      );
      const failed = rules.find(({ health }) => health === "err");
      if (failed !== undefined) {
        throw new Error(`${failed.name}: ${failed.lastError ?? "failed"}`);
      }
      for (const { key, health, lastEvaluation } of rules.filter(({ health }) => health === "ok")) {
        seen.set(key, (seen.get(key) ?? new Set()).add(`${health} ${lastEvaluation}`));
      }
      if (rules.every(({ key }) => (seen.get(key)?.size ?? 0) >= 4)) {
        return;
      }
      await sleep(100);
    }
    throw new Error("prometheus did not run every rule.");
  }
}

interface Selector {
  readonly type: "vectorSelector" | "matrixSelector";
  readonly matchers: readonly {
    readonly name: string;
    readonly type: string;
    readonly value: string;
  }[];
}

/** Selectors anywhere in what `parse_query` answers. */
function selectorsIn(node: unknown): readonly string[] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  const { type } = node as Partial<Selector>;
  const isSelector = type === "vectorSelector" || type === "matrixSelector";
  const own = isSelector ? [node as Selector] : [];
  const texts = own.map(({ matchers }) =>
    matchers.map(({ name, type, value }) => `${name}${type}${JSON.stringify(value)}`).join(","),
  );
  return [...texts.map((text) => `{${text}}`), ...Object.values(node).flatMap(selectorsIn)];
}
