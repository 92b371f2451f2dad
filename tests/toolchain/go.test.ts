import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { rcompare } from "semver";

import { goEnvironment, neededGo, requireGo } from "../../toolchain/go.ts";
import { modulesFolder } from "../../toolchain/layout.ts";
import { FakeMachine } from "./fake-tools.ts";

describe("requireGo", () => {
  let machine: FakeMachine;

  beforeEach(() => {
    machine = new FakeMachine();
  });

  afterEach(() => {
    machine.remove();
  });

  const tooOld = (found: string) => ({
    name: "ToolchainError",
    message: `Go: too old for building etcd (found ${found}). Install Go ${neededGo} or newer from https://go.dev/dl/ and run again.`,
  });

  it("takes the needed version", async () => {
    machine.installGo({ version: `go${neededGo}`, toolchain: "local" });

    await requireGo("building etcd", machine);
  });

  it("takes an older Go that fetches the needed one by itself", async () => {
    machine.installGo({ version: "go1.21.0", toolchain: "auto" });

    await requireGo("building etcd", machine);
  });

  it("refuses an older Go that may not fetch another", async () => {
    machine.installGo({ version: "go1.25.3", toolchain: "local" });

    await assert.rejects(requireGo("building etcd", machine), tooOld("go1.25.3"));
  });

  it("refuses a Go from before it could fetch another", async () => {
    machine.installGo({ version: "go1.20.14", toolchain: "" });

    await assert.rejects(requireGo("building etcd", machine), tooOld("go1.20.14"));
  });
});

describe("the Go settings", () => {
  it("need the Go that the most demanding go.mod asks for", () => {
    const versions = readdirSync(modulesFolder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.name === "go.mod")
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
      .map((text) => /^go (\S+)$/m.exec(text)?.[1] ?? "")
      .map((version) => (version.split(".").length === 2 ? `${version}.0` : version));

    assert.equal(versions.sort(rcompare)[0], neededGo);
  });

  it("build for this machine with fixed flags, whatever the user's are", () => {
    const user = { GOOS: "windows", GOFLAGS: "-mod=mod", GOWORK: "/a/go.work", GOPROXY: "off" };

    assert.deepEqual(goEnvironment(user), {
      GOOS: undefined,
      GOARCH: undefined,
      GOFLAGS: "-trimpath -buildvcs=false -mod=readonly",
      GOWORK: "off",
      CGO_ENABLED: "0",
      GOPROXY: "off",
    });
  });
});
