import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { alertmanagerConfig } from "../../../components/addons/prometheus/alertmanager-config.ts";
import type { Config } from "../../../config/model.ts";
import { tool } from "../../support/tools.ts";

export type Labels = Readonly<Record<string, string>>;

/** One configuration of Alertmanager in a file, for the real `amtool`; `close()` removes it. */
export class AmtoolConfig {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "msa-amtool-"));
  private readonly file = path.join(this.folder, "alertmanager.json");

  constructor(config: Pick<Config, "notifications" | "services">) {
    writeFileSync(this.file, JSON.stringify(alertmanagerConfig(config)));
  }

  /** What Alertmanager does not like about it; empty when it takes it. */
  async faults(): Promise<string> {
    return (await amtool(["check-config", this.file])).fault;
  }

  /** The receivers an alert with these labels reaches, in the order of the routes. */
  async receivers(labels: Labels): Promise<readonly string[]> {
    const { output, fault } = await amtool([
      ...["config", "routes", "test", `--config.file=${this.file}`],
      ...Object.entries(labels)
        .filter(([, value]) => value !== "")
        .map(([label, value]) => `${label}=${JSON.stringify(value)}`),
    ]);
    if (fault !== "") throw new Error(fault);
    // Names hold spaces and no commas.
    return output
      .trim()
      .split(",")
      .filter((name) => name !== "null");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function amtool(args: readonly string[]): Promise<{ output: string; fault: string }> {
  return new Promise((resolve) => {
    execFile(tool("amtool"), args, (error, output, complaint) => {
      resolve({ output, fault: error === null ? "" : `${output}${complaint}` });
    });
  });
}
