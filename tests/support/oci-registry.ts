import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { tool } from "./tools.ts";

/** A real OCI registry as a process, on a free loopback port. */
export interface OciRegistry {
  readonly host: string;
  stop(): Promise<void>;
}

export async function startRegistry(): Promise<OciRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "registry-"));
  const host = `127.0.0.1:${await freePort()}`;
  const file = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "content") } };
  writeFileSync(
    file,
    JSON.stringify({ version: "0.1", log: { level: "error" }, storage, http: { addr: host } }),
  );
  const env = { ...process.env, OTEL_TRACES_EXPORTER: "none" };
  const child = spawn(tool("registry"), ["serve", file], { env, stdio: "ignore" });
  const stop = async () => {
    const ended = once(child, "exit");
    if (child.exitCode === null && child.kill()) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer?.ok === true) return { host, stop };
    await sleep(50);
  }
  await stop();
  throw new Error("the registry did not start in 10 s");
}

function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  return new Promise((resolve) => {
    server.once("listening", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
