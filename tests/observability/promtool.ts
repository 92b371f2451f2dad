import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { RuleGroup } from "../../components/rules/rule.ts";
import { tool } from "../support/tools.ts";

/** Samples of a series, one a minute, in promtool's notation such as `0+5x30`. */
export type Samples = Readonly<Record<string, string>>;

/** When one alert fires, and that it does not fire just below. */
export interface AlertCase {
  readonly alert: string;
  /** What is the matter, when one alert has several rules. */
  readonly about?: string;
  readonly samples: Samples;
  /** Minute in which it fires for the first time; a minute before, nothing does. */
  readonly minute: number;
  /** Without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description?: string;
  /** More annotations, such as the links of its message. */
  readonly more?: Readonly<Record<string, string>>;
  /** The same series a little better: nothing fires in that minute or later. */
  readonly justBelow: Samples;
}

const runbook = "https://k8s.jclee.me/docs/runbook";

/** What a case means to `promtool test rules`. */
function tests(each: AlertCase): readonly object[] {
  const { alert, samples, minute, labels, summary, description, justBelow } = each;
  const firing = {
    exp_labels: labels,
    exp_annotations: {
      summary,
      ...(description !== undefined && { description }),
      runbook_url: `${runbook}#${alert.toLowerCase()}`,
      ...each.more,
    },
  };
  const at = (time: number, expected: readonly object[]) => ({
    eval_time: `${time}m`,
    alertname: alert,
    exp_alerts: expected,
  });
  const group = (name: string, input: Samples, alerts: readonly object[]) => ({
    name: `${alert} ${each.about ?? ""} ${name}`,
    interval: "1m",
    input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
    alert_rule_test: alerts,
  });
  return [
    group("fires", samples, [...(minute > 0 ? [at(minute - 1, [])] : []), at(minute, [firing])]),
    group("does not fire just below", justBelow, [at(minute, []), at(minute + 30, [])]),
  ];
}

/** Runs all cases by one `promtool test rules`; gives what it complains of, nothing when all is right. */
export function testAlerts(
  groups: readonly RuleGroup[],
  cases: readonly AlertCase[],
): Promise<string> {
  return testRules(groups, cases.flatMap(tests));
}

function testRules(groups: readonly RuleGroup[], all: readonly object[]): Promise<string> {
  const tests = {
    rule_files: ["rules.json"],
    evaluation_interval: "1m",
    group_eval_order: groups.map(({ name }) => name),
    tests: all,
  };
  return withFiles({ "rules.json": { groups }, "tests.json": tests }, (folder) =>
    promtool(["test", "rules", path.join(folder, "tests.json")]),
  );
}

/** What one recording rule records, after ten minutes of samples. */
export interface RecordCase {
  readonly samples: Samples;
  /** A query of what is recorded. */
  readonly query: string;
  /** Its series with their values; none when nothing is recorded. */
  readonly expected: Readonly<Record<string, number>>;
}

/** Tries recording rules; gives what promtool complains of, nothing when all is right. */
export function testRecords(
  groups: readonly RuleGroup[],
  cases: readonly RecordCase[],
): Promise<string> {
  return testRules(
    groups,
    cases.map(({ samples, query, expected }) => ({
      name: query,
      interval: "1m",
      input_series: Object.entries(samples).map(([series, values]) => ({ series, values })),
      promql_expr_test: [
        {
          expr: query,
          eval_time: "10m",
          exp_samples: Object.entries(expected).map(([labels, value]) => ({ labels, value })),
        },
      ],
    })),
  );
}

/** Runs `promtool check rules`; gives what it complains of, nothing when all is right. */
export function checkRules(groups: readonly RuleGroup[]): Promise<string> {
  return withFiles({ "rules.json": { groups } }, (folder) =>
    promtool(["check", "rules", "--lint=all", "--lint-fatal", path.join(folder, "rules.json")]),
  );
}

async function withFiles<T>(
  files: Readonly<Record<string, object>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "msa-promtool-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(path.join(folder, name), JSON.stringify(content));
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function promtool(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(tool("promtool"), args, (error, stdout, stderr) => {
      resolve(error === null ? "" : `${stdout}${stderr}`);
    });
  });
}
