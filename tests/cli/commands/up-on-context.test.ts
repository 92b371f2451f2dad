import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { chartLock } from "../../../config/chart-lock.ts";
import { platformReleases } from "../../../config/platform-model.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { installNothing } from "../../support/platform-choice.ts";
import {
  deadHost,
  kubeconfigTo,
  listing,
  refusal,
  silence,
  startServer,
  type Answering,
  type FakeServer,
} from "../fake-server.ts";

const argoKinds = ["applications.argoproj.io", "appprojects.argoproj.io"];

/** What the committed stack installs; nobody has configured a login, so nothing asks for one. */
const installed = platformReleases.filter((release) => release !== "oauth2-proxy");

/** A cluster that has these kinds. */
function cluster(kinds: readonly string[]): Answering {
  const crds = kinds.map((name) => ({ metadata: { name } }));
  return (path, request) =>
    path === "/api/v1/namespaces/kube-system"
      ? { body: { metadata: { name: "kube-system", uid: "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11" } } }
      : listing({ customresourcedefinitions: crds })(path, request);
}

describe("./msa up --context", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let api: FakeServer | undefined;
  let charts: FakeServer;
  let dead: string;
  before(async () => {
    checkout = makeCheckout();
    dead = await deadHost();
    charts = await startServer((path) =>
      path === "/index.yaml" ? { body: "entries: {}" } : silence,
    );
    checkout.edit("Pulumi.yaml", "value: registry.jclee.me", `value: ${dead}`);
    checkout.edit(
      "Pulumi.yaml",
      /services: https:.*/,
      `services: https://x.example\n      mirror: ${charts.url}`,
    );
  });
  afterEach(() => api?.stop());
  after(async () => {
    await charts.stop();
    await checkout.remove();
  });

  const kubeconfig = () => join(checkout.folder, "home/kubeconfig");

  /** Runs `up` on a cluster and checks that nothing was written: not there, and not here. */
  async function up(url: string, args: readonly string[] = []) {
    checkout.write("home/kubeconfig", kubeconfigTo(url));
    const ended = await checkout.msa(["up", "development", "--context", "fake", ...args], {
      KUBECONFIG: kubeconfig(),
    });
    assertNothingWritten();
    assert.equal(ended.stdout, "");
    return { code: ended.code, lines: ended.stderr.split("\n").slice(0, -1) };
  }

  function assertNothingWritten(): void {
    assert.deepEqual(api?.requests.filter((request) => !request.startsWith("GET ")) ?? [], []);
    assert.equal(existsSync(join(checkout.folder, ".msa/contexts")), false);
  }

  it("says that nobody answers there, and ends with 2", async () => {
    const { code, lines } = await up(`http://${dead}`);
    assert.equal(code, 2);
    assert.equal(
      lines.at(-1),
      `--context: the cluster of "fake" does not answer (http://${dead}: connect ECONNREFUSED ${dead}). ` +
        "Check that it runs and that you may use it, or choose another context.",
    );
  });

  it("hands on why the cluster refuses", async () => {
    api = await startServer(() => refusal(401, "Unauthorized"));
    assert.equal(
      (await up(api.url)).lines.at(-1),
      `--context: the cluster of "fake" refuses to answer (${api.url}: HTTP 401). ` +
        "Check that it runs and that you may use it, or choose another context.",
    );
  });

  it("names the contexts there are when this one is not", async () => {
    checkout.write("home/kubeconfig", kubeconfigTo("http://127.0.0.1:1"));
    const ended = await checkout.msa(["up", "--context", "fak"], { KUBECONFIG: kubeconfig() });
    assert.deepEqual(ended, {
      code: 2,
      stdout: "",
      stderr: 'kubeconfig: no such context (found "fak"). Contexts there are fake.\n',
    });
  });

  it("says which file it cannot read", async () => {
    const ended = await checkout.msa(["up", "--context", "fake"], {
      KUBECONFIG: "/nowhere/config",
    });
    assert.equal(ended.code, 2);
    assert.match(
      ended.stderr,
      /^kubeconfig: cannot be read \(ENOENT.*\/nowhere\/config'\)\. Check the file that KUBECONFIG names\.\n$/,
    );
  });

  const noArgo =
    "addons.argoCd: Argo CD is not on the cluster (not found: applications.argoproj.io, appprojects.argoproj.io). " +
    "Install it first: https://argo-cd.readthedocs.io/en/stable/getting_started/";

  it("asks for Argo CD where it is missing with --demo, which installs nothing", async () => {
    api = await startServer(cluster([]));
    const { code, lines } = await up(api.url, ["--demo"]);
    assert.deepEqual([code, lines.at(-1)], [2, noArgo]);
  });

  it("asks for Argo CD where it is missing and the stack says that it is there", async () => {
    const committed = checkout.read("Pulumi.development.yaml");
    installNothing(checkout, "development");
    api = await startServer(cluster([]));
    const { code, lines } = await up(api.url);
    checkout.write("Pulumi.development.yaml", committed);
    assert.deepEqual([code, lines.at(-1)], [2, noArgo]);
  });

  it("names everything that cannot be reached at once, and offers the demo", async () => {
    const committed = checkout.read("Pulumi.development.yaml");
    checkout.edit(
      "Pulumi.development.yaml",
      "msa:addons:\n",
      "msa:addons:\n    verticalPodAutoscaler: { install: false }\n",
    );
    api = await startServer(cluster(argoKinds));
    const { code, lines } = await up(api.url);
    checkout.write("Pulumi.development.yaml", committed);
    assert.equal(code, 2);
    const chart = (name: string, version: string) =>
      `  chart ${name} ${version}: is not in ${charts.url} (found no version of it)`;
    const image = (service: string) =>
      `  image ${dead}/msa/${service}:1.0.0: cannot be reached (${dead}: connect ECONNREFUSED ${dead})`;
    const needed = installed.filter((release) => release !== "vpa");
    assert.deepEqual(
      lines.slice(lines.findIndex((line) => line.startsWith("development cannot"))),
      [
        `development cannot come up on context "fake" (${needed.length + 6} problems, seen from this machine):`,
        "  addons.verticalPodAutoscaler: is not on the cluster (not found: verticalpodautoscalers.autoscaling.k8s.io). " +
          "Install it, let this stack do it (install: true), or do without (enabled: false).",
        chart("microservice", "1.1.0"),
        ...needed.map((release) => chart(chartLock[release].name, chartLock[release].version)),
        ...["notification", "order", "product", "user"].map((name) => image(`${name}-service`)),
        "Nothing was written. Try the platform without them, with a public sample image:",
        "  make up ENV=development CONTEXT=fake DEMO=1",
      ],
    );
  });

  it("wants the charts of what it installs, and none of its kinds", async () => {
    api = await startServer(cluster([]));
    const { lines } = await up(api.url);
    assert.equal(lines.filter((line) => line.startsWith("  addons.")).length, 0);
    assert.equal(lines.filter((line) => line.startsWith("  chart ")).length, installed.length + 1);
  });

  it("refuses a wrong --adopt before it asks for charts and images", async () => {
    api = await startServer(cluster(argoKinds));
    const { code, lines } = await up(api.url, ["--adopt", "nonsense"]);
    assert.equal(code, 2);
    assert.match(lines.at(-1) ?? "", /adopt/);
  });

  it("ends at once on an interrupt, and leaves nothing behind", async () => {
    const asked = Promise.withResolvers<undefined>();
    api = await startServer((path, request) => {
      if (path.includes("customresourcedefinitions")) {
        asked.resolve(undefined);
        return silence;
      }
      return cluster([])(path, request);
    });
    checkout.write("home/kubeconfig", kubeconfigTo(api.url));
    const child = spawn(join(checkout.folder, "msa"), ["up", "--context", "fake"], {
      env: { ...process.env, KUBECONFIG: kubeconfig() },
      stdio: "ignore",
    });
    await asked.promise;
    child.kill("SIGINT");
    const ended = await new Promise((resolve) => {
      child.once("close", (code, signal) => {
        resolve({ code, signal });
      });
    });
    assert.deepEqual(ended, { code: null, signal: "SIGINT" });
    assertNothingWritten();
  });
});
