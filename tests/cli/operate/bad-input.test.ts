import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { deadHost, kubeconfigTo, startServer, type FakeServer } from "../fake-server.ts";

const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";
const otherUid = "00000000-5b1d-4c54-9d0e-7a3a4f2b8c11";
const files = ["development", "staging", "production"].map((name) => `Pulumi.${name}.yaml`);
const hint = "(add --help for what it takes)\n";
const environments = "Environments are development, staging and production.\n";
const services =
  "Services are notification-service, order-service, product-service, user-service; " +
  "they are listed under catalogue in Pulumi.yaml.\n";

const noEnvironment = (word: string, meant = "") =>
  `environment: there is no environment "${word}".${meant} ${environments}`;
const noService = (word: string, meant = "") =>
  `service: there is no service "${word}".${meant} ${services}`;
const never =
  '--context: staging was never brought up there (found "never"). ' +
  "Do it: make up ENV=staging CONTEXT=never\n";
const notOurs =
  `cluster.uid: context "fake" is not this stack's cluster (found ${uid}, pinned ${otherUid}). ` +
  "Select the kubeconfig of the pinned cluster; nothing was changed.\n";

function databaseSecrets(service: string): string[] {
  return ["password", "username"].map((field) => {
    const secret = `services/${service}/database/${field}`;
    const why = `is not set (${field} of database for ${service})`;
    return `  ${secret}: ${why}: ./msa secrets set staging ${secret} < <file>`;
  });
}

type Case = readonly [line: string, message: string];

/** On a cluster that the stack is pinned to. */
const cases: readonly Case[] = [
  ["sync prod all", noEnvironment("prod", ' Did you mean "production"?')],
  ["sync", `error: missing required argument 'environment'\n${hint}`],
  ["sync staging", `error: missing required argument 'service'\n${hint}`],
  [
    "sync staging all now",
    `error: too many arguments for 'sync'. Expected 2 arguments but got 3: staging, all, now.\n${hint}`,
  ],
  [
    "sync staging user-servce --context fake",
    noService("user-servce", ' Did you mean "user-service"?'),
  ],
  ["sync staging all --context never", never],
  ["sync staging all --context pinned-elsewhere", notOurs.replace('"fake"', '"pinned-elsewhere"')],
  [
    "sync staging all --timeout soon",
    `error: option '--timeout <seconds>' argument 'soon' is invalid. must be a whole number of seconds (found soon).\n${hint}`,
  ],
  [
    "sync staging all --timeout 0",
    `error: option '--timeout <seconds>' argument '0' is invalid. must be a whole number of seconds (found 0).\n${hint}`,
  ],
  [
    "sync staging all --local --context fake",
    `error: option '--local' cannot be used with option '--context <context>'\n${hint}`,
  ],
  ["sync staging all --purne", `error: unknown option '--purne'\n(Did you mean --prune?)\n${hint}`],
  ["logs prd user-service", noEnvironment("prd", ' Did you mean "production"?')],
  ["logs staging", `error: missing required argument 'service'\n${hint}`],
  ["logs staging all --context fake", noService("all")],
  ["logs staging user-service --context never", never],
  [
    "logs staging user-service --tail 0",
    `error: option '--tail <lines>' argument '0' is invalid. must be a whole number of lines (found 0).\n${hint}`,
  ],
  [
    "logs staging user-service --tail ten",
    `error: option '--tail <lines>' argument 'ten' is invalid. must be a whole number of lines (found ten).\n${hint}`,
  ],
  [
    "logs staging user-service --container istio-prox --context fake",
    '--container: pod user-service-1 has no container "istio-prox". Did you mean "istio-proxy"? ' +
      "Its containers are user-service, istio-proxy.\n",
  ],
  ["events nowhere", noEnvironment("nowhere")],
  ["events staging orders --context fake", noService("orders", ' Did you mean "order-service"?')],
  ["events staging --context never", never],
  ["proxy-status devel", noEnvironment("devel", ' Did you mean "development"?')],
  ["proxy-status staging nobody --context fake", noService("nobody")],
  ["proxy-status staging --context never", never],
  ["diff nowhere", noEnvironment("nowhere")],
  ["diff", `error: missing required argument 'environment'\n${hint}`],
  ["diff staging --context never", never],
  ["status staging nobody --context fake", noService("nobody")],
  ["recover nowhere", noEnvironment("nowhere")],
  ["recover staging --context never", never],
  [
    "recover staging --yes --context pinned-elsewhere",
    notOurs.replace('"fake"', '"pinned-elsewhere"'),
  ],
  [
    "recover staging user-service",
    `error: too many arguments for 'recover'. Expected 1 argument but got 2: staging, user-service.\n${hint}`,
  ],
  [
    "destroy production --yes",
    "destroy: production is protected (found no --unprotect). To destroy it for good: " +
      "./msa destroy production --unprotect, and type its name. Nothing was changed.\n",
  ],
  [
    "destroy production --confirm production",
    "destroy: production is protected (found no --unprotect). To destroy it for good: " +
      "./msa destroy production --unprotect, and type its name. Nothing was changed.\n",
  ],
  [
    "destroy production --unprotect --yes",
    "--yes: does not do for production, which is protected (found no --confirm). " +
      "Give its name: --confirm production. Nothing was changed.\n",
  ],
  [
    "destroy production --unprotect --confirm staging",
    `--confirm: must be the environment's name (found "staging"). Give --confirm production. Nothing was changed.\n`,
  ],
  [
    "destroy staging --confirm production --context fake",
    `--confirm: must be the environment's name (found "production"). Give --confirm staging. Nothing was changed.\n`,
  ],
  ["setup prod", noEnvironment("prod", ' Did you mean "production"?')],
  [
    "setup staging --context nowhere",
    'kubeconfig: no such context (found "nowhere"). Contexts there are fake, pinned-elsewhere, dead.\n',
  ],
  [
    "setup staging --timeout x",
    `error: option '--timeout <seconds>' argument 'x' is invalid. must be a whole number of seconds (found x).\n${hint}`,
  ],
  [
    "setup staging",
    [
      "setup: staging cannot be set up (8 things are missing, and there is no terminal to ask on):",
      '  --context: which cluster (found no context "staging"): ./msa setup staging --context <context>',
      "  backend: you are logged in to none: pulumi login <url>",
      ...["order-service", "product-service", "user-service"].flatMap(databaseSecrets),
      "Nothing was written.\n",
    ].join("\n"),
  ],
];

describe("bad input to the verbs that operate", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let api: FakeServer;
  let dead: string;
  before(async () => {
    checkout = makeCheckout();
    const containers = [{ name: "user-service" }, { name: "istio-proxy" }];
    const pods = [{ metadata: { name: "user-service-1" }, spec: { containers } }];
    api = await startServer((path) => ({
      body: path.includes("/pods") ? { items: pods } : { metadata: { name: "kube-system", uid } },
    }));
    dead = await deadHost();
    checkout.write("home/kubeconfig", kubeconfig());
    run("fake", uid);
    run("pinned-elsewhere", otherUid);
    mkdirSync(join(checkout.folder, "home/bin"));
    checkout.write("home/bin/pulumi", "#!/bin/sh\necho 'error: not logged in' >&2\nexit 255\n");
    chmodSync(join(checkout.folder, "home/bin/pulumi"), 0o755);
  });
  after(async () => {
    await api.stop();
    await checkout.remove();
  });

  function kubeconfig(): string {
    const known = JSON.parse(kubeconfigTo(api.url)) as Record<string, object[]>;
    const server = { server: `http://${dead}`, "insecure-skip-tls-verify": true };
    return JSON.stringify({
      ...known,
      clusters: [...(known["clusters"] ?? []), { name: "dead", cluster: server }],
      contexts: [
        ...(known["contexts"] ?? []),
        { name: "pinned-elsewhere", context: { cluster: "fake", user: "tester" } },
        { name: "dead", context: { cluster: "dead", user: "tester" } },
      ],
    });
  }

  /** A run of staging on a context, pinned to a cluster. */
  function run(context: string, pin: string): void {
    const folder = `.msa/contexts/${context}/staging`;
    mkdirSync(join(checkout.folder, folder), { recursive: true });
    const text = checkout.read("Pulumi.staging.yaml");
    const cluster = `msa:cluster: { context: ${context}, uid: ${pin} }`;
    checkout.write(`${folder}/Pulumi.staging.yaml`, text.replace(/msa:cluster: .*/, cluster));
  }

  const hash = () =>
    createHash("sha256")
      .update(["Pulumi.yaml", ...files].map((file) => checkout.read(file)).join("\0"))
      .digest("hex");

  async function refused(line: string, message: string): Promise<void> {
    const before = hash();
    const env = {
      KUBECONFIG: join(checkout.folder, "home/kubeconfig"),
      PATH: `${join(checkout.folder, "home/bin")}:${process.env["PATH"] ?? ""}`,
    };
    const { code, stdout, stderr } = await checkout.msa(line.split(" "), env);
    assert.deepEqual({ code, stdout, stderr }, { code: 2, stdout: "", stderr: message });
    assert.equal(hash(), before);
    assert.deepEqual(
      api.requests.filter((request) => !request.startsWith("GET ")),
      [],
    );
  }

  for (const [line, message] of cases) {
    it(`refuses ./msa ${line}`, () => refused(line, message));
  }

  it("refuses to set up a stack on a cluster that does not answer", () =>
    refused(
      "setup staging --context dead",
      `--context: the cluster of "dead" does not answer (http://${dead}: connect ECONNREFUSED ${dead}). ` +
        "Check that it runs and that you may use it, or choose another context.\n",
    ));

  it("refuses to pin a stack to another cluster than it is pinned to", async () => {
    const file = "Pulumi.staging.yaml";
    const good = checkout.read(file);
    checkout.edit(file, /msa:cluster: .*/, `msa:cluster: { context: old, uid: ${otherUid} }`);
    await refused(
      "setup staging --context fake",
      `cluster.uid: staging is pinned to another cluster (found ${uid} at context "fake", pinned ${otherUid}). ` +
        "Choose its context, or remove the environment there first and then msa:cluster.uid from " +
        "Pulumi.staging.yaml. Nothing was written.\n",
    );
    checkout.write(file, good);
  });

  it("tells a mistake in the stack file before anything is asked of the cluster", async () => {
    const file = ".msa/contexts/fake/staging/Pulumi.staging.yaml";
    checkout.edit(file, "replicas: 2", "replicas: 0");
    await refused(
      "sync staging all --context fake",
      "Pulumi.staging.yaml has 1 problem:\n" +
        "  profile.replicas: must be at least 1 (found 0). Write a whole number from 1 to 100.\n",
    );
  });
});
