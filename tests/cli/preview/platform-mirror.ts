import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { chartLock } from "../../../config/chart-lock.ts";
import type { Checkout } from "../../support/checkout.ts";
import { tool } from "../../support/tools.ts";
import { startServer, type FakeServer } from "../fake-server.ts";

/** A chart repository with one small chart under the name of Argo CD's, for a checkout. */
export interface PlatformMirror {
  readonly server: FakeServer;
  /** Adds another version of the chart, with other templates. */
  add(version: string, template: string): void;
}

export const argoCdChart = chartLock["argo-cd"];

/** Serves the chart and makes the checkout fetch its charts there. */
export async function mirrorFor(checkout: Checkout, template: string): Promise<PlatformMirror> {
  const repository = join(checkout.folder, "home", "repository");
  const server = await startServer((path) => {
    const file = join(repository, path);
    return existsSync(file) ? { body: readFileSync(file) } : { status: 404 };
  });
  const add: PlatformMirror["add"] = (version, content) => {
    const folder = join(checkout.folder, "home", `chart-${version}`, argoCdChart.name);
    mkdirSync(join(folder, "templates"), { recursive: true });
    writeFileSync(
      join(folder, "Chart.yaml"),
      `apiVersion: v2\nname: ${argoCdChart.name}\nversion: ${version}\n`,
    );
    writeFileSync(join(folder, "templates", "objects.yaml"), content);
    const helm = (args: string[]) => execFileSync(tool("helm3"), args, { stdio: "pipe" });
    helm(["package", folder, "--destination", repository]);
    helm(["repo", "index", repository]);
  };
  add(argoCdChart.version, template);
  checkout.edit(
    "Pulumi.yaml",
    /( +)services: https:\/\/charts\.jclee\.me\n( +mirror: .*\n)?/,
    `$1services: https://charts.jclee.me\n$1mirror: ${server.url}\n`,
  );
  return { server, add };
}
