import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { rules } from "../../../policy/rules.ts";
import type { Fields } from "../../../policy/model/read.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { plainPulumi } from "../../support/plain-pulumi.ts";
import { tool } from "../../support/tools.ts";
import { draftOf, type Row } from "./rows.ts";
import { stackFiles } from "./stack-files.ts";
import { chartRepositories, type ChartRepositories } from "./repositories.ts";
import { chartFolder, staged, type Staged } from "./staged.ts";

/** What the engine told of one violation. */
export interface Told {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
}

/** A copy of the project whose program declares the good stack, and the real engine with the real pack. */
export interface MatrixEngine {
  /** Everything the pack says in a preview of the good stack with the changes of rows; sorted. */
  preview(rows: readonly Row[]): Promise<readonly Told[]>;
  remove(): Promise<void>;
}

/** No cluster is needed: a provider that reaches none previews what it is given. */
export async function matrixEngine(): Promise<MatrixEngine> {
  const checkout = makeCheckout();
  checkout.write("index.ts", readFileSync(join(import.meta.dirname, "program.ts"), "utf8"));
  const repositories = await chartRepositories(join(checkout.folder, "home"));
  const remove = async (): Promise<void> => {
    await repositories.close();
    await checkout.remove();
  };
  const init = await pulumi(checkout, repositories, ["stack", "init", "production"]);
  if (init.code !== 0) {
    await remove();
    throw new Error(init.stderr);
  }
  return {
    preview: async (rows) => {
      write(checkout, rows);
      const args = ["preview", "--stack", "production", "--policy-pack", "policy", "--json"];
      const { stdout, stderr } = await pulumi(checkout, repositories, args);
      return toldIn(stdout.replaceAll(`${checkout.folder}/`, ""), stderr);
    },
    remove,
  };
}

function pulumi(checkout: Checkout, repositories: ChartRepositories, args: readonly string[]) {
  const home = join(checkout.folder, "home");
  return checkout.run(tool("pulumi"), [...args, "--color", "never", "--non-interactive"], {
    ...plainPulumi,
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // Events as they come, one a line, in place of one summary without the policies.
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    ...repositories.env,
    KUBECONFIG: join(home, "none"),
    MSA_POLICY_CHARTS: join(checkout.folder, chartFolder),
  });
}

function write(checkout: Checkout, rows: readonly Row[]): void {
  const { resources, charts } = staged(draftOf(rows));
  const files = stackFiles(rows.flatMap(({ change }) => Object.entries(change)));
  checkout.write("Pulumi.yaml", files.projectText);
  checkout.write("Pulumi.production.yaml", files.stackText);
  checkout.write("home/resources.json", JSON.stringify(resources.map(declared)));
  rmSync(join(checkout.folder, chartFolder), { recursive: true, force: true });
  for (const [chart, objects] of charts) {
    const name = chart.replace(/ .*/, "");
    // The pack looks for the service's chart in its own place first.
    const folder = name === "microservice" ? "charts" : chartFolder;
    writeChart(join(checkout.folder, folder, name), chart, objects);
  }
}

function declared({ type, name, inputs, options }: Staged["resources"][number]) {
  const { provider, ...rest } = options;
  const isOfDefaultProvider = /::default(_|$)/.test(provider ?? "");
  return { type, name, inputs, options: rest, isOfDefaultProvider };
}

/** A chart that renders what it is given, to the letter. */
function writeChart(folder: string, chart: string, objects: readonly Fields[]): void {
  const [name, version] = chart.split(" ");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "Chart.yaml"), stringify({ apiVersion: "v2", name, version }));
  writeFileSync(join(folder, "objects.yaml"), objects.map((each) => stringify(each)).join("---\n"));
  writeFileSync(join(folder, "templates/objects.yaml"), '{{ .Files.Get "objects.yaml" }}\n');
}

interface EngineEvent {
  readonly policyEvent?: {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly message: string;
  };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string };
  readonly summaryEvent?: object;
}

/** The engine's last word also when only a policy was violated. */
const ended = "preview failed";

/** Throws with the engine's own words when it ended for another reason than a policy. */
function toldIn(stdout: string, stderr: string): readonly Told[] {
  const events = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  const errors = events.flatMap(({ diagnosticEvent: event }) =>
    event?.severity === "error" && event.message.trim() !== ended ? [event.message] : [],
  );
  if (errors.length > 0 || !events.some(({ summaryEvent }) => summaryEvent !== undefined)) {
    throw new Error(`the preview failed: ${[...errors, stderr].join("\n")}`);
  }
  // Two objects of one name are told of in the same words.
  const lines = new Set(
    events.flatMap(({ policyEvent: event }) =>
      event === undefined ? [] : [JSON.stringify(told(event))],
    ),
  );
  return [...lines].sort().map((line) => JSON.parse(line) as Told);
}

function told(event: NonNullable<EngineEvent["policyEvent"]>): Told {
  const { policyName, enforcementLevel: level, message } = event;
  const description = rules.find(({ name }) => name === policyName)?.description ?? "";
  return { rule: policyName, level, message: message.replace(`${description}\n`, "").trimEnd() };
}
