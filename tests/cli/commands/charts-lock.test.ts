import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { tool } from "../../support/tools.ts";
import { deadHost, startServer, type FakeServer } from "../fake-server.ts";

const lockFile = "charts/platform.lock.json";

describe("./msa charts lock", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let server: FakeServer;
  let repository: string;
  before(async () => {
    checkout = makeCheckout();
    repository = join(checkout.folder, "home", "repository");
    for (const name of ["mesh", "metrics"]) publish(name, "first");
    server = await startServer((path) => {
      const file = join(repository, path.replace(/^\/(?:mirror\/)?/, ""));
      return existsSync(file) ? { body: readFileSync(file) } : { status: 404 };
    });
  });
  after(async () => {
    await server.stop();
    await checkout.remove();
  });

  /** Packages a chart of version 1.0.0 into the repository. */
  function publish(name: string, content: string): void {
    const chart = join(checkout.folder, "home", name);
    mkdirSync(chart, { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
    writeFileSync(join(chart, "values.yaml"), `content: ${content}\n`);
    const helm = (args: string[]) => execFileSync(tool("helm3"), args, { stdio: "pipe" });
    helm(["package", chart, "--destination", repository]);
    helm(["repo", "index", repository]);
  }
  function digest(name: string): string {
    const bytes = readFileSync(join(repository, `${name}-1.0.0.tgz`));
    return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  }

  /** Writes the lock: the digest of each release's chart, which has the release's name. */
  function lock(digests: Readonly<Record<string, string>>, url = server.url): void {
    const entry = ([name, known]: [string, string]) => [
      name,
      { name, version: "1.0.0", repository: url, digest: known },
    ];
    const all = Object.fromEntries(Object.entries(digests).map(entry)) as object;
    checkout.write(lockFile, `${JSON.stringify(all, undefined, 2)}\n`);
  }
  function locked(): Record<string, string> {
    const all = JSON.parse(checkout.read(lockFile)) as Record<string, { digest: string }>;
    return Object.fromEntries(Object.entries(all).map(([name, each]) => [name, each.digest]));
  }
  const run = (...args: string[]) => checkout.msa(["charts", "lock", ...args]);

  it("writes the digest that is missing and keeps the one that is there", async () => {
    lock({ mesh: digest("mesh"), metrics: "" });
    const { code, stdout, stderr } = await run();
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "mesh 1.0.0: same\nmetrics 1.0.0: added\n");
    assert.deepEqual(locked(), { mesh: digest("mesh"), metrics: digest("metrics") });
  });

  it("leaves every byte of the file as it is when all are the same", async () => {
    const before = checkout.read(lockFile);
    assert.equal((await run()).stdout, "mesh 1.0.0: same\nmetrics 1.0.0: same\n");
    assert.equal(checkout.read(lockFile), before);
  });

  it("only compares with --check, and ends with 1 while a digest is missing", async () => {
    lock({ mesh: "", metrics: digest("metrics") });
    const { code, stdout, stderr } = await run("--check");
    assert.equal(code, 1);
    assert.equal(stdout, "mesh 1.0.0: missing\nmetrics 1.0.0: same\n");
    assert.match(
      stderr,
      /charts\/platform\.lock\.json: 1 of 2 charts could not be confirmed:\n {2}mesh: chart mesh 1\.0\.0 has no digest\. Run \.\/msa charts lock\.\nWhat was locked before stays\.\n$/,
    );
    assert.deepEqual(locked(), { mesh: "", metrics: digest("metrics") });
  });

  it("prints with --json nothing but JSON, and the progress elsewhere", async () => {
    lock({ mesh: digest("mesh") });
    const { code, stdout } = await run("--check", "--json");
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), [
      {
        release: "mesh",
        chart: "mesh",
        version: "1.0.0",
        reason: "",
        digest: digest("mesh"),
        result: "same",
      },
    ]);
  });

  it("refuses other bytes under a version that was locked, and writes nothing at all", async () => {
    const before = digest("mesh");
    publish("mesh", "second");
    assert.notEqual(digest("mesh"), before);
    lock({ mesh: before, metrics: "" });
    const { code, stderr } = await run();
    assert.equal(code, 1);
    assert.ok(
      stderr.includes(
        `  mesh: chart mesh 1.0.0 has other bytes than were locked (found ${digest("mesh")}).\n`,
      ),
      stderr,
    );
    assert.ok(
      stderr.endsWith("Look at what the repository serves now; nothing was written.\n"),
      stderr,
    );
    assert.deepEqual(locked(), { mesh: before, metrics: "" });
  });

  it("names what cannot be had with the reason, and locks the rest", async () => {
    lock({ absent: "", metrics: "" });
    const { code, stdout, stderr } = await run();
    assert.equal(code, 1);
    assert.equal(stdout, "absent 1.0.0: unavailable\nmetrics 1.0.0: added\n");
    assert.ok(
      stderr.includes(
        `  absent: chart absent 1.0.0: cannot be fetched from ${server.url} ` +
          `(chart "absent" version "1.0.0" not found in ${server.url} repository).`,
      ),
      stderr,
    );
    assert.deepEqual(locked(), { absent: "", metrics: digest("metrics") });
  });

  it("fetches everything from a mirror when it is given one", async () => {
    lock({ mesh: "", metrics: "" }, `http://${await deadHost()}`);
    const { code, stderr } = await run("--mirror", `${server.url}/mirror`);
    assert.equal(code, 0, stderr);
    assert.deepEqual(locked(), { mesh: digest("mesh"), metrics: digest("metrics") });
    assert.ok(server.requests.includes("GET /mirror/mesh-1.0.0.tgz"));
  });
});
