import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { alertmanagerConfig } from "../../../components/addons/prometheus/alertmanager-config.ts";
import { templateFiles } from "../../../components/notifications/messages/template-files.ts";
import type { Notifications, Service } from "../../../config/model.ts";
import { tool } from "../../support/tools.ts";

/** An alert as its API takes it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly generatorURL?: string;
}

/** A real Alertmanager on loopback with our configuration; `stop()` leaves nothing behind. */
export class AlertmanagerServer {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "msa-alertmanager-"));
  private process?: ChildProcess;
  private address = "";

  /**
   * Starts it on our configuration and our templates, with files for credentials where the cluster has
   * a Secret, and without TLS to the mail server, whose certificate nobody signed.
   *
   * @param teamsUrl address that all teams' messages go to; the team is its path.
   */
  async start(
    notifications: Notifications,
    services: readonly Service[],
    teamsUrl: string,
  ): Promise<void> {
    for (const [name, text] of Object.entries(templateFiles)) this.write(name, text);
    this.write("slack-token", "xoxb-sample\n");
    for (const team of notifications.transports.teams) {
      this.write(`teams-${team}`, `${teamsUrl}/${team}`);
    }
    const config = {
      ...alertmanagerConfig({ notifications, services }),
      templates: [path.join(this.folder, "*.tmpl")],
    };
    const text = JSON.stringify(config)
      .replaceAll("/etc/alertmanager/secrets/alertmanager-channels", this.folder)
      .replaceAll('"require_tls":true', '"require_tls":false')
      .replaceAll('"group_wait":"10s"', '"group_wait":"2s"');
    this.write("alertmanager.json", text);
    await this.launch();
  }

  /** Hands alerts over; throws with its words when they are refused. */
  async post(alerts: readonly PostedAlert[] | string): Promise<void> {
    const response = await fetch(`http://${this.address}/api/v2/alerts`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: typeof alerts === "string" ? alerts : JSON.stringify(alerts),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }

  /** The alerts it has. */
  async alerts(): Promise<readonly PostedAlert[]> {
    const response = await fetch(`http://${this.address}/api/v2/alerts`);
    return (await response.json()) as PostedAlert[];
  }

  /** Ends it and removes its folder; also after a failed start. */
  async stop(): Promise<void> {
    const child = this.process;
    if (child?.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(name: string, text: string): void {
    writeFileSync(path.join(this.folder, name), text);
  }

  private async launch(): Promise<void> {
    const child = spawn(
      tool("alertmanager"),
      [
        `--config.file=${path.join(this.folder, "alertmanager.json")}`,
        `--storage.path=${path.join(this.folder, "data")}`,
        "--web.listen-address=127.0.0.1:0",
        "--cluster.listen-address=",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    this.process = child;
    const log: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      log.push(line);
      const [, address] = /msg="Listening on" .*address=(127\.0\.0\.1:[1-9]\d*)/.exec(line) ?? [];
      if (address === undefined) continue;
      this.address = address;
      child.stderr.resume();
      return;
    }
    throw new Error(`alertmanager ended before it was ready:\n${log.join("\n")}`);
  }
}
