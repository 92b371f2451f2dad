import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { layoutOf } from "../../../toolchain/cluster/layout.ts";
import { keptPorts, listeners, readPorts } from "../../../toolchain/cluster/ports.ts";

describe("the ports of a cluster", () => {
  const layout = layoutOf(mkdtempSync(join(tmpdir(), "msa-ports-")));

  after(() => {
    rmSync(layout.folder, { recursive: true, force: true });
  });

  it("are chosen once, each another, and kept", async () => {
    const ports = await keptPorts(layout);

    assert.equal(new Set(Object.values(ports)).size, listeners.length);
    assert.deepEqual(await keptPorts(layout), ports);
  });

  it("stay when a newer version needs one more, which is then chosen", async () => {
    const ports = await keptPorts(layout);
    const { redis, ...older } = ports;
    writeFileSync(layout.ports, JSON.stringify(older));
    assert.equal(await readPorts(layout), undefined);

    const chosen = await keptPorts(layout);
    assert.deepEqual({ ...chosen, redis }, ports);
    assert.deepEqual(JSON.parse(readFileSync(layout.ports, "utf8")), chosen);
  });

  it("are refused with the way out when their file is not readable as such", async () => {
    writeFileSync(layout.ports, '{"redis": "often"}');

    await assert.rejects(keptPorts(layout), {
      name: "ToolchainError",
      message: `${layout.ports}: not a list of ports. Delete the file; new ports are chosen then.`,
    });
  });
});
