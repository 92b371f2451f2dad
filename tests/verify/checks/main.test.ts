import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startServer, type FakeServer } from "../../cli/fake-server.ts";

describe("the script that the Job runs", () => {
  let server: FakeServer;
  let folder: string;
  before(async () => {
    server = await startServer((path) =>
      path === "/api/broken" ? { status: 500 } : { body: { status: "ok" } },
    );
    // As in a pod: nothing beside the files of the ConfigMap, and no other modules anywhere above.
    folder = mkdtempSync(join(tmpdir(), "checks-"));
    cpSync("verify/checks", folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  });

  /** Exit code, and what was printed. */
  const run = (paths: readonly string[]) => {
    const [service, method, status] = ["cart", "GET", 200];
    const checks = paths.map((path) => ({ service, method, status, url: server.url + path }));
    const file = join(folder, "checks.json");
    writeFileSync(file, JSON.stringify({ checks, options: { attempts: 1 } }));
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [join(folder, "main.ts"), file],
        { cwd: folder, env: {} },
        (_, stdout, stderr) => {
          resolve({ code: child.exitCode ?? -1, stdout, stderr });
        },
      );
    });
  };

  it("prints a line of JSON for each check and ends with 0 when all is well", async () => {
    const { code, stdout, stderr } = await run(["/healthz", "/api/orders"]);

    assert.deepEqual([code, stderr], [0, ""]);
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      ["/healthz", "/api/orders"].map((path) => ({
        service: "cart",
        method: "GET",
        url: `${server.url}${path}`,
        wanted: "200",
        ok: true,
        found: "200",
        attempts: 1,
      })),
    );
  });

  it("ends with 1 when one answer is wrong, and prints all the same", async () => {
    const { code, stdout } = await run(["/healthz", "/api/broken"]);

    assert.equal(code, 1);
    assert.match(stdout, /"found":"500"/);
    assert.equal(stdout.trimEnd().split("\n").length, 2);
  });
});
