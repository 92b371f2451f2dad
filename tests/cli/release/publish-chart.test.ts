import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { publishChart } from "../../../cli/release/publish-chart.ts";
import { startRegistry, type OciRegistry } from "../../support/oci-registry.ts";
import { tool } from "../../support/tools.ts";
import { deadHost } from "../fake-server.ts";
import { login, startMuseum, type FakeMuseum } from "./fake-museum.ts";

describe("the publication of a chart", function () {
  this.timeout(60_000);
  let folder: string;
  let chart: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "publication-"));
    chart = join(folder, "cart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    write("1.0.0", "old");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(version: string, setting: string): void {
    writeFileSync(join(chart, "Chart.yaml"), `apiVersion: v2\nname: cart\nversion: ${version}\n`);
    const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cart }\n";
    writeFileSync(join(chart, "templates/map.yaml"), `${object}data: { setting: ${setting} }\n`);
  }
  const publish = (repository: string, more: object = { login }) =>
    publishChart({ helm: tool("helm4"), chart, repository, ...more });

  /** The same of both kinds of repository. */
  async function assertOncePerVersion(repository: string): Promise<void> {
    const result = async () => (await publish(repository)).result;
    assert.equal(await result(), "published");
    assert.equal(await result(), "present");
    write("1.1.0", "new");
    assert.equal(await result(), "published");
    write("1.0.0", "other");
    await assert.rejects(result(), {
      message: `chart cart 1.0.0: ${repository} has this version with another content. Raise version in Chart.yaml and publish that.`,
    });
  }

  describe("to a real OCI registry", () => {
    let registry: OciRegistry;
    before(async () => {
      registry = await startRegistry();
    });
    after(() => registry.stop());

    it("happens once for a version, whose content never changes, and can be pulled", async () => {
      const repository = `oci://${registry.host}/charts`;
      await assertOncePerVersion(repository);

      const args = ["show", "chart", `${repository}/cart`, "--version", "1.1.0", "--plain-http"];
      const shown = execFileSync(tool("helm4"), args, { encoding: "utf8", stdio: "pipe" });
      assert.match(shown, /^version: 1\.1\.0$/m);
    });

    it("says who cannot be reached, and how to log in", async () => {
      const repository = `oci://${await deadHost()}/charts`;
      await assert.rejects(publish(repository), (error: Error) => {
        assert.ok(error.message.startsWith(`${repository}: refused (`), error.message);
        assert.ok(error.message.includes("Log in: helm registry login 127.0.0.1"));
        return true;
      });
    });
  });

  describe("to a ChartMuseum", () => {
    let museum: FakeMuseum;
    beforeEach(async () => {
      museum = await startMuseum();
    });
    afterEach(() => museum.stop());

    it("happens once for a version, whose content never changes", async () => {
      await assertOncePerVersion(museum.url);
      assert.deepEqual([...museum.charts.keys()], ["cart-1.0.0.tgz", "cart-1.1.0.tgz"]);
      assert.deepEqual(museum.requests.slice(0, 3), [
        "GET /charts/cart-1.0.0.tgz: 404",
        "POST /api/charts: 201",
        "GET /charts/cart-1.0.0.tgz: 200",
      ]);
    });

    it("says what to set when the login may not write", async () => {
      await assert.rejects(publish(museum.url, {}), {
        message: `chart repository: refused (POST ${museum.url}/api/charts: 401 unauthorized). Set CHARTMUSEUM_USER and CHARTMUSEUM_PASSWORD to a login that may write, and check the address.`,
      });
    });
  });
});
