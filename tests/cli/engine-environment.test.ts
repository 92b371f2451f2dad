import assert from "node:assert/strict";

import { engineEnvironment } from "../../cli/engine-environment.ts";
import type { Target } from "../../cli/target.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { root } from "../support/tools.ts";

const poison = Object.fromEntries(
  [
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_API",
    "PULUMI_BACKEND_URL",
    "PULUMI_CLOUD_URL",
    "PULUMI_CONFIG",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "PULUMI_CREDENTIALS_PATH",
    "PULUMI_DEBUG_PROVIDERS",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
    "PULUMI_HOME",
    "PULUMI_K8S_DELETE_UNREACHABLE",
    "PULUMI_ORGANIZATION",
    "PULUMI_RUN_PROGRAM",
    "PULUMI_SKIP_UPDATE_CHECK",
    "PULUMI_STACK",
    "KUBECONFIG",
  ].map((name) => [name, "poison"]),
);

const stack: Target = {
  environment: "development",
  kind: "stack",
  context: "development",
  stackFile: "/run/Pulumi.development.yaml",
};
const onContext: Target = { ...stack, kind: "context", folder: "/run" };
const local: Target = { ...onContext, kind: "local", kubeconfig: "/run/cluster/kubeconfig" };

/** What a child process would get. */
function received(target: Target): Record<string, string> {
  const merged = { ...process.env, ...engineEnvironment(target) };
  return Object.fromEntries(
    Object.entries(merged).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && /^(PULUMI_|KUBECONFIG$)/.test(entry[0]),
    ),
  );
}

const ours = {
  PULUMI_BACKEND_URL: "file:///run/state",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/run/passphrase",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  PULUMI_HOME: toolbox(root).pulumiHome,
  PULUMI_RUN_PROGRAM: "true",
  PULUMI_SKIP_UPDATE_CHECK: "1",
};

describe("engineEnvironment", () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, poison);
  });
  afterEach(() => {
    for (const name of Object.keys(poison)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  });

  it("lets nothing of the person's backend, account, passphrase or cluster into a local run", () => {
    assert.deepEqual(received(local), { ...ours, KUBECONFIG: "/run/cluster/kubeconfig" });
  });

  it("removes the passphrase variable: an empty one would be taken for a passphrase", () => {
    const environment = engineEnvironment(local);
    assert.ok("PULUMI_CONFIG_PASSPHRASE" in environment);
    assert.equal(environment.PULUMI_CONFIG_PASSPHRASE, undefined);
  });

  it("keeps the person's kubeconfig, and only that, for a try on their own cluster", () => {
    assert.deepEqual(received(onContext), { ...ours, KUBECONFIG: "poison" });
  });

  it("leaves everything as it is for the stack's own cluster, but for the guard on destroy", () => {
    assert.deepEqual(engineEnvironment(stack), {
      PULUMI_RUN_PROGRAM: "true",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      GOGC: "400",
    });
  });

  it("puts the project's own tools first on PATH", () => {
    assert.equal(engineEnvironment(local).PATH?.startsWith(`${toolbox(root).binFolder}:`), true);
  });
});
