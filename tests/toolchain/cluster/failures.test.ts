import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  type ClusterSpec,
  readCluster,
  startCluster,
  stopCluster,
} from "../../../toolchain/cluster/cluster.ts";
import { isOurs } from "../../../toolchain/cluster/processes.ts";
import { discard, pidsOf, specOf } from "./test-cluster.ts";

const silent = (): void => undefined;

describe("a local cluster that cannot start", function () {
  this.timeout(60_000);
  let spec: ClusterSpec;

  beforeEach(() => {
    spec = specOf("fails");
  });

  afterEach(async () => {
    await discard(spec);
  });

  it("says which part failed with the end of its log, and leaves nothing running", async () => {
    const broken = join(spec.folder, "broken");
    writeFileSync(broken, "#!/bin/sh\necho the disk is on fire >&2\nexit 3\n");
    chmodSync(broken, 0o755);
    spec = { ...spec, tools: { ...spec.tools, "kube-apiserver": broken } };
    const log = join(spec.folder, "logs", "kube-apiserver.log");

    await assert.rejects(startCluster(spec, silent), {
      name: "ToolchainError",
      message: `kube-apiserver: ended with code 3. Its log is ${log}; it ends with:\nthe disk is on fire`,
    });
    const pids = await pidsOf(spec.folder);
    assert.equal(pids.length, 6);
    assert.deepEqual(
      pids.filter((pid) => isOurs(pid, spec.folder)),
      [],
    );
    assert.equal(await readCluster(spec.folder), undefined);
    assert.equal(await stopCluster(spec.folder), false);
  });

  it("names a tool that is not there before anything starts", async () => {
    spec = { ...spec, tools: { ...spec.tools, kwok: "/nowhere/kwok" } };

    await assert.rejects(startCluster(spec, silent), {
      name: "ToolchainError",
      message: 'kwok: no such tool (looked at "/nowhere/kwok"). Prepare the toolchain first.',
    });
    assert.deepEqual(await pidsOf(spec.folder), []);
  });

  it("gives Helm's words for a chart that cannot be packaged", async () => {
    const chart = join(spec.folder, "chart");
    mkdirSync(chart);
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: broken\n");
    spec = { ...spec, charts: [chart] };

    await assert.rejects(startCluster(spec, silent), {
      name: "ToolchainError",
      message:
        /^helm package .*: failed \(.*chart\.metadata\.version is required\)\. Correct the chart\.$/,
    });
  });
});
