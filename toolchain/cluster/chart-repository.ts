import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { glob, mkdir, readFile, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ToolchainError } from "../errors.ts";
import { replaceFile } from "../replace.ts";
import { inParallel } from "./api.ts";
import type { Layout } from "./layout.ts";

const run = promisify(execFile);

const packaged = z.record(z.string(), z.object({ digest: z.string(), file: z.string() }));
/** Chart folder → what was made of it. */
type Packaged = z.infer<typeof packaged>;

/** What `packageCharts` did. */
export interface PackagedCharts {
  /** Archives written again with other content under a name that was served before. */
  readonly replaced: readonly string[];
  readonly changed: boolean;
}

/**
 * Packages every chart folder whose content changed since the last call and writes the repository's index.
 * Earlier versions stay, as in a real repository.
 * @throws ToolchainError with Helm's words when a chart cannot be packaged, or naming two folders that hold the same
 * version of the same chart.
 */
export async function packageCharts(
  layout: Layout,
  helm: string,
  charts: readonly string[],
  url: string,
): Promise<PackagedCharts> {
  await mkdir(layout.charts, { recursive: true });
  const record = join(layout.charts, "packages.json");
  const before = await readRecord(record);
  const after: Packaged = { ...before };
  const replaced: string[] = [];
  await inParallel(charts, 2, async (chart) => {
    const digest = await digestOf(chart);
    const known = before[chart];
    if (known?.digest === digest && existsSync(join(layout.charts, known.file))) return;
    const file = await packageChart(helm, chart, layout.charts);
    if (known?.file === file) replaced.push(file);
    after[chart] = { digest, file };
  });
  await assertDistinct(layout, charts, after);
  const changed = JSON.stringify(after) !== JSON.stringify(before);
  if (changed || !(await indexServes(layout, url))) {
    await helmSays(helm, ["repo", "index", layout.charts, "--url", url]);
    replaceFile(record, `${JSON.stringify(after, undefined, 2)}\n`);
  }
  return { replaced, changed };
}

async function assertDistinct(
  layout: Layout,
  charts: readonly string[],
  packages: Packaged,
): Promise<void> {
  const folders = new Map<string, string>();
  for (const chart of charts) {
    const file = packages[chart]?.file ?? "";
    const other = folders.get(file);
    if (other !== undefined && other !== chart) {
      // Whichever of the two it holds: neither may pass for the other.
      await rm(join(layout.charts, file), { force: true });
      throw new ToolchainError(
        `${chart}: the same chart and version as ${other} (${file}). Give one of them another version.`,
      );
    }
    folders.set(file, chart);
  }
}

async function packageChart(helm: string, chart: string, destination: string): Promise<string> {
  const output = await helmSays(helm, ["package", chart, "--destination", destination]);
  const path = /saved it to: (.+)$/m.exec(output)?.[1];
  if (path === undefined)
    throw new ToolchainError(`${chart}: helm package did not say what it wrote (said: ${output}).`);
  return basename(path.trim());
}

async function helmSays(helm: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(helm, args)).stdout;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new ToolchainError(
      `helm ${args.slice(0, 2).join(" ")}: failed (${said.trim()}). Correct the chart.`,
    );
  }
}

async function readRecord(path: string): Promise<Packaged> {
  try {
    return packaged.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return {};
  }
}

async function indexServes(layout: Layout, url: string): Promise<boolean> {
  const index = await readFile(join(layout.charts, "index.yaml"), "utf8").catch(() => "");
  return index.includes(`${url}/`) || (index !== "" && !index.includes("http://"));
}

/** Names and contents of all files below `folder`. */
async function digestOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const files: string[] = [];
  for await (const file of glob("**/*", { cwd: folder })) files.push(file);
  for (const file of files.sort()) {
    const path = join(folder, file);
    if (!(await stat(path)).isFile()) continue;
    hash.update(`${file}\0`).update(await readFile(path));
  }
  return hash.digest("hex");
}
