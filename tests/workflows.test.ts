import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

import { program } from "../cli/program.ts";
import { root, tool } from "./support/tools.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly "runs-on": string;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = globSync(".github/workflows/*.yml", { cwd: root }).sort();
const textOf = (file: string) => readFileSync(path.join(root, file), "utf8");

/** What is wrong with a workflow, in the names of zizmor's audits where it has one. */
function faults(text: string): string[] {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  return [
    ...(Object.keys(workflow.permissions).length > 0 ? ["excessive-permissions"] : []),
    ...("pull_request_target" in workflow.on ? ["dangerous-triggers"] : []),
    ...((workflow.concurrency ?? jobs.every(([, job]) => job.concurrency))
      ? []
      : ["concurrency-limits"]),
    ...pinning(text),
    ...jobs.flatMap(([, job]) => jobFaults(job)),
  ];
}

function pinning(text: string): string[] {
  const uses = [...text.matchAll(/uses: (\S+)(.*)$/gm)];
  const isPinned = ([, action = "", comment = ""]: RegExpMatchArray) =>
    /@[0-9a-f]{40}$/.test(action) && /^ # v\d+\.\d+\.\d+$/.test(comment);
  return uses.every(isPinned) ? [] : ["unpinned-uses"];
}

function jobFaults(job: Job): string[] {
  const checkouts = job.steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  const scripts = job.steps.map(({ run = "" }) => run);
  const secrets = JSON.stringify(job).includes("secrets.");
  return [
    ...(job.permissions === undefined ? ["undocumented-permissions"] : []),
    ...(job["timeout-minutes"] === undefined ? ["no timeout"] : []),
    ...(/-\d/.test(job["runs-on"]) ? [] : ["unpinned-images"]),
    ...(checkouts.every((step) => step.with?.["persist-credentials"] === false)
      ? []
      : ["artipacked"]),
    ...(scripts.some((script) => script.includes("${{")) ? ["template-injection"] : []),
    ...(secrets && job.environment === undefined ? ["secrets-outside-env"] : []),
  ];
}

describe("the workflows", () => {
  it("are those that are documented", () => {
    assert.deepEqual(files.map((file) => path.basename(file, ".yml")).sort(), [
      "check",
      "deploy",
      "drift",
      "preview",
      "preview-comment",
      "release-service",
    ]);
  });

  it("are found right by actionlint, which finds a wrong one", () => {
    const lint = (args: string[], input?: string) =>
      spawnSync(tool("actionlint"), ["-shellcheck=", "-pyflakes=", ...args], {
        cwd: root,
        encoding: "utf8",
        ...(input !== undefined && { input }),
      });
    const { status, stdout } = lint(files);
    assert.deepEqual([status, stdout], [0, ""]);

    const wrong =
      "on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: 'echo ${{ github.nothing }}'}]}}\n";
    assert.equal(lint(["-"], wrong).status, 1);
  });

  for (const file of files) {
    it(`${path.basename(file)} breaks no rule about supply chain and permissions`, () => {
      assert.deepEqual(faults(textOf(file)), []);
    });
  }

  for (const [fault, from, to] of [
    ["excessive-permissions", "permissions: {}", "permissions: { contents: write }"],
    ["dangerous-triggers", "  pull_request:", "  pull_request_target:"],
    ["concurrency-limits", /^concurrency:\n(?: .*\n)+/m, ""],
    ["unpinned-uses", /@[0-9a-f]{40} # v7\.0\.1/, "@v7"],
    ["undocumented-permissions", /^ {4}permissions:\n {6}.*\n/m, ""],
    ["no timeout", /^ {4}timeout-minutes: .*\n/m, ""],
    ["unpinned-images", "ubuntu-24.04", "ubuntu-latest"],
    ["artipacked", /^ +persist-credentials: false\n/m, ""],
    ["template-injection", '"origin/$BASE_BRANCH"', "${{ github.base_ref }}"],
    ["secrets-outside-env", "BASE_BRANCH: ${{ github.base_ref }}", "A: ${{ secrets.A }}"],
  ] as const) {
    it(`would be caught: ${fault}`, () => {
      const text = textOf(".github/workflows/preview.yml");
      const wrong = text.replace(from, to);

      assert.notEqual(wrong, text);
      assert.deepEqual(faults(wrong), [fault]);
    });
  }

  it("give a pull request's own code no secret and nothing it may write, but for the live preview", () => {
    const jobsOf = files.flatMap((file) => {
      const { on, jobs } = parse(textOf(file)) as Workflow;
      return "pull_request" in on ? Object.entries(jobs) : [];
    });
    const runsCode = ([, { steps }]: (typeof jobsOf)[number]) =>
      steps.some(({ uses = "" }) => uses.startsWith("actions/checkout@"));
    assert.deepEqual(
      jobsOf
        .filter((each) => !runsCode(each))
        .map(([name, { permissions }]) => [name, permissions]),
      [["code-scanning", { "security-events": "write" }]],
    );
    for (const [name, job] of jobsOf.filter((each) => runsCode(each) && each[0] !== "live")) {
      assert.deepEqual(job.permissions, { contents: "read" }, name);
      assert.ok(!/secrets\.|id-token/.test(JSON.stringify(job)), name);
    }
  });

  it("give credentials only to branches of the repository, from environments of their own", () => {
    const { live } = (parse(textOf(".github/workflows/preview.yml")) as Workflow).jobs;
    assert.match(
      String((live as { if?: string } | undefined)?.if),
      /LIVE_PREVIEW == 'true' && github\.event\.pull_request\.head\.repo\.full_name == github\.repository$/,
    );
    assert.match(live?.environment ?? "", /^preview-/);
    assert.deepEqual(live?.permissions, { contents: "read", "id-token": "write" });
  });

  it("never check out a pull request's code where they may write", () => {
    const { jobs } = parse(textOf(".github/workflows/preview-comment.yml")) as Workflow;
    const checkouts = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@")),
    );

    assert.deepEqual(
      checkouts.map((step) => step.with),
      [{ "persist-credentials": false }],
    );
  });

  it("release nothing of a pull request: only the job that builds and tests runs for one", () => {
    const { jobs } = parse(textOf(".github/workflows/release-service.yml")) as {
      jobs: Readonly<Record<string, { readonly if?: string; readonly needs?: string }>>;
    };
    const conditions = Object.entries(jobs).map(([name, job]) => [name, job.if ?? job.needs]);

    assert.deepEqual(Object.fromEntries(conditions), {
      test: undefined,
      image: "github.event_name != 'pull_request'",
      declare: "image",
    });
    assert.ok(!JSON.stringify(jobs["test"]).includes("secrets."));
  });

  it("tag an image with its version, and with the commit too unless that is the version's own", () => {
    const { jobs } = parse(textOf(".github/workflows/release-service.yml")) as Workflow;
    const script = jobs["image"]?.steps.find(({ run = "" }) => run.includes("tag=$tag"))?.run ?? "";
    // Standard output of a child is a socket here, which no script can open by name.
    const shown = `GITHUB_OUTPUT=$(mktemp)\n${script}\ncat "$GITHUB_OUTPUT"; rm "$GITHUB_OUTPUT"`;
    const tagged = (version: string, ref: string) =>
      spawnSync("bash", ["-euo", "pipefail", "-c", shown], {
        encoding: "utf8",
        env: { ...process.env, VERSION: version, GITHUB_REF: ref, GITHUB_SHA: "0123456789abcdef" },
      }).stdout.trim();

    assert.equal(tagged("1.4.2", "refs/tags/v1.4.2"), "tag=1.4.2");
    assert.equal(tagged("1.4.2", "refs/heads/main"), "tag=1.4.2-g0123456789ab");
    assert.equal(tagged("1.4.2-rc.1", "refs/heads/main"), "tag=1.4.2-rc.1.g0123456789ab");
  });

  it("never cut off a deployment, and let one of a stack run at a time", () => {
    const deploy = parse(textOf(".github/workflows/deploy.yml")) as Workflow;

    assert.equal(deploy.concurrency?.["cancel-in-progress"], false);
    assert.ok(deploy.jobs["deploy"]?.environment);
  });

  it("run only verbs that ./msa has, and make targets that are there", () => {
    const verbs = program().commands.map((command) => command.name());
    const makefile = readFileSync(path.join(root, "Makefile"), "utf8");
    const scripts = files.map(textOf).join("\n");
    const used = [...scripts.matchAll(/\.\/msa ([a-z-]+)/g)].map(([, verb = ""]) => verb);
    const targets = [...scripts.matchAll(/run: make ([a-z-]+)/g)].map(([, target = ""]) => target);

    assert.ok(used.length > 4 && targets.length > 3);
    assert.deepEqual(
      used.filter((verb) => !verbs.includes(verb)),
      [],
    );
    assert.deepEqual(
      targets.filter((target) => !makefile.includes(`\n${target}:`)),
      [],
    );
  });
});
