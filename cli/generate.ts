import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { format } from "prettier";

import { stackJsonSchema } from "../config/json-schema.ts";
import { updateChartLock, type ChartLock } from "../manifests/chart-content.ts";
import { chartReadme } from "../manifests/chart-readme.ts";
import { root } from "./paths.ts";
import { program } from "./program.ts";
import { accessReference } from "./reference/access-reference.ts";
import { cliReference } from "./reference/cli-reference.ts";
import { rules } from "../policy/rules.ts";
import { configurationReference } from "./reference/configuration-reference.ts";
import { policiesReference } from "./reference/policies-reference.ts";
import { dashboardPictures } from "./reference/dashboard-pictures.ts";

// `node cli/generate.ts [--check]`: writes every generated file, or says which are not current.

const chart = join(root, "charts", "microservice");
const lockFile = "charts/charts.lock.json";

/** Generated files in order: the chart's README is part of the content that the lock covers. */
const generated: readonly {
  readonly file: string;
  readonly make: () => string | Promise<string>;
}[] = [
  { file: "config/stack.schema.json", make: () => json(stackJsonSchema()) },
  { file: "charts/microservice/README.md", make: () => chartReadme(chart) },
  { file: lockFile, make: async () => json(await updateChartLock(chart, readLock())) },
  {
    file: "docs/reference/configuration.md",
    make: () => configurationReference(stackJsonSchema()),
  },
  { file: "docs/reference/access.md", make: accessReference },
  {
    file: "docs/reference/policies.md",
    make: () => format(policiesReference(rules), { parser: "markdown", printWidth: 100 }),
  },
  { file: "docs/reference/cli.md", make: () => cliReference(program()) },
  ...dashboardPictures,
];

function readLock(): ChartLock {
  return JSON.parse(read(lockFile) ?? "{}") as ChartLock;
}

function json(value: unknown): Promise<string> {
  return format(JSON.stringify(value), { parser: "json", printWidth: 100 });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(join(root, file), "utf8");
  } catch {
    return undefined;
  }
}

async function generate(check: boolean): Promise<string[]> {
  const stale: string[] = [];
  for (const { file, make } of generated) {
    const content = await make();
    if (content === read(file)) {
      continue;
    }
    stale.push(file);
    if (!check) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), content);
    }
  }
  return stale;
}

const check = process.argv.includes("--check");
try {
  const stale = await generate(check);
  for (const file of stale) {
    console.log(check ? `${file}: is not current. Run: npm run generate` : `${file}: written.`);
  }
  process.exitCode = check && stale.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
