import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { tool } from "../../support/tools.ts";

/** A real Alertmanager, on a free port of 127.0.0.1. */
export class AlertmanagerProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), "msa-notify-"));
  readonly #child: ChildProcess;

  /** @param authority whom it trusts besides, the path of a certificate. */
  constructor(config: object, authority: string) {
    const at = (name: string) => join(this.#folder, name);
    writeFileSync(at("alertmanager.yml"), JSON.stringify(config));
    writeFileSync(at("log"), "");
    const args = [
      `--config.file=${at("alertmanager.yml")}`,
      `--storage.path=${at("data")}`,
      "--web.listen-address=127.0.0.1:0",
      "--cluster.listen-address=",
      "--enable-feature=receiver-name-in-metrics",
    ];
    const command = 'exec "$0" "$@" 2> "$LOG"';
    this.#child = spawn("sh", ["-c", command, tool("alertmanager"), ...args], {
      stdio: "ignore",
      env: { SSL_CERT_FILE: authority, LOG: at("log") },
    });
  }

  log(): string {
    return readFileSync(join(this.#folder, "log"), "utf8");
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    for (;;) {
      const [, address] = /address=(127\.0\.0\.1:[1-9]\d*)/.exec(this.log()) ?? [];
      if (address !== undefined) return `http://${address}`;
      if (this.#child.exitCode !== null) throw new Error(this.log());
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
