import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { PatchStrategy } from "@kubernetes/client-node";
import { parseDocument } from "yaml";

import { allObjects, allSecrets, type LiveText } from "../support/all-objects.ts";
import { makeCheckout, type Checkout, type Ended } from "../support/checkout.ts";
import {
  atHome,
  canaries,
  foreignValue,
  localValues,
  realValues,
  refusedValues,
  rotatedPassword,
} from "../support/leak-canaries.ts";
import { leakSearch, type LeakSearch } from "../support/leak-search.ts";
import { localCluster, type LocalCluster } from "../support/local-cluster.ts";
import { installOnly, installOnlyArgoCd, useOnlyArgoCd } from "../support/platform-choice.ts";
import { plainPulumi } from "../support/plain-pulumi.ts";
import { processesWith } from "../support/processes.ts";
import { tool } from "../support/tools.ts";

const clusterFolder = ".msa/local/development/cluster";
/** The volume of Alertmanager's pod, which is a Secret. */
const mounts = ["alertmanager/mounts/secrets/alertmanager-channels"];
const password = "services/order-service/database/password";
const database = { name: "order-service-database", namespace: "microservices-dev" };

describe("a secret", function () {
  this.timeout(600_000);
  const started = Date.now();
  let checkout: Checkout;
  let cluster: LocalCluster;
  let search: LeakSearch;
  let env: Record<string, string>;

  before(() => {
    checkout = makeCheckout();
    search = leakSearch(canaries);
    installOnlyArgoCd(checkout, "development");
    installOnly(checkout, "development", ["prometheus"]);
    useOnlyArgoCd(checkout, "production");
    set("Pulumi.development.yaml", ["config", "msa:oidc"], {
      issuer: "https://login.example.com",
      clientId: "msa",
    });
    set("Pulumi.yaml", ["config", "registryLogin"], { value: { username: "robot$msa+pull" } });
    set("Pulumi.yaml", ["config", "repositories"], {
      value: {
        charts: { type: "helm", url: "https://charts.jclee.me", username: "robot$charts" },
        deploy: { type: "git", url: "git@git.example.com:msa/deploy.git" },
      },
    });
    env = {
      ...plainPulumi,
      PULUMI_BACKEND_URL: `file://${join(checkout.folder, "home")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase",
      PULUMI_RUN_PROGRAM: "true",
      PULUMI_STACK: "production",
      KUBECONFIG: join(checkout.folder, "home", "kubeconfig"),
    };
  });

  after(async () => {
    await checkout.remove();
    assert.deepEqual(processesWith(checkout.folder), []);
  });

  function set(name: string, path: readonly string[], value: unknown): void {
    const file = parseDocument(checkout.read(name));
    file.setIn(path, file.createNode(value));
    checkout.write(name, String(file));
  }

  /** Whatever a command prints is searched at once. */
  async function silent(said: Promise<Ended>): Promise<Ended> {
    const ended = await said;
    assert.deepEqual(search.inBytes("output", Buffer.from(ended.stdout + ended.stderr)), []);
    return ended;
  }

  async function good(said: Promise<Ended>): Promise<string> {
    const { code, stdout, stderr } = await silent(said);
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  }

  async function bad(said: Promise<Ended>): Promise<string> {
    const { code, stdout, stderr } = await silent(said);
    assert.notEqual(code, 0);
    return stdout + stderr;
  }

  /** A value goes over standard input, so that no list of processes shows it. */
  const typed = (value: string, command: string, args: readonly string[], more = {}) =>
    checkout.run("sh", ["-c", 'printf %s "$VALUE" | "$0" "$@"', command, ...args], {
      ...more,
      VALUE: value,
    });
  const setLocal = (name: string, value: string) =>
    typed(value, join(checkout.folder, "msa"), ["secrets", "set", "development", name, "--local"]);
  const local = (...args: string[]) =>
    checkout.msa(["pulumi", "development", "--local", "--", ...args, "--non-interactive"]);
  const real = (...args: string[]) =>
    checkout.run(tool("pulumi"), [...args, "--non-interactive"], env);
  const path = (name: string) => `msa:secrets["${name}"]`;

  /** Files, states and histories of both stacks, what the engine writes to its home, and every object on the cluster but Secrets. */
  async function searchEverything(mounts: readonly string[]): Promise<string[]> {
    // The API server's own store has a Secret as it was given.
    const except = ["etcd", ...mounts].map((each) => join(clusterFolder, each));
    return [
      ...search.inFolder(checkout.folder, { except }),
      ...search.inFolder(env["PULUMI_HOME"] ?? "", { since: started }),
      ...hits(await allObjects(cluster)),
    ];
  }

  function hits(texts: readonly LiveText[]): string[] {
    return texts.flatMap(({ where, text }) => search.inBytes(where, Buffer.from(text)));
  }

  it("is taken from standard input and shown by no command that lists or renders", async () => {
    for (const [name, value] of Object.entries(localValues)) {
      assert.match(await good(setLocal(name, value)), /set, revision 1, encrypted/);
    }
    assert.match(
      await good(checkout.msa(["secrets", "list", "development", "--local"])),
      /oidc\/client-secret .* set /,
    );
    await good(checkout.msa(["secrets", "list", "development", "--local", "--json"]));
  });

  it("is refused when it cannot be right, in words without it", async () => {
    const said = await bad(setLocal("notifications/slack/token", refusedValues.token));
    assert.match(said, /notifications\/slack\/token: must be the token of a bot/);
    await bad(checkout.msa(["secrets", "set", "development", refusedValues.name, "--local"]));
    await bad(
      checkout.msa(["secrets", "set", "development", "oidc/client-secret", refusedValues.name]),
    );
  });

  it("goes through up of a local run, and through what a person asks the engine after it", async () => {
    await good(checkout.msa(["up", "development", "--json"]));
    cluster = localCluster(checkout.folder, "development");
    await good(checkout.msa(["status", "development", "--local"]));
    for (const args of [
      ["preview", "--diff"],
      ["preview", "--json"],
      ["refresh", "--yes"],
      ["config", "--json"],
      ["stack", "export"],
      ["stack", "history", "--json"],
      ["stack", "output", "--json"],
    ]) {
      await good(local(...args));
    }
  });

  it("changes its Secret in place and starts the pods that read it anew", async () => {
    const before = await cluster.core.readNamespacedSecret(database);
    assert.match(await good(setLocal(password, rotatedPassword)), /revision 2/);
    assert.match(await good(local("preview", "--diff")), /secrets-revision: "2" => "3"/);
    await good(checkout.msa(["up", "development"]));
    const after = await cluster.core.readNamespacedSecret(database);
    assert.equal(after.metadata?.uid, before.metadata?.uid);
    const stored = Buffer.from(after.data?.["password"] ?? "", "base64").toString();
    assert.ok(stored === rotatedPassword, "the Secret has another value");
    const { spec } = await cluster.apps.readNamespacedDeployment({
      ...database,
      name: "order-service",
    });
    const { annotations } = spec?.template.metadata ?? {};
    assert.equal(annotations?.["msa-gitops/secrets-revision"], "3");
  });

  it("is not in the words of an up that fails over it", async () => {
    const theirs = (data: object) =>
      cluster.objects.patch(
        { apiVersion: "v1", kind: "Secret", metadata: database, ...data },
        ...([undefined, undefined, "somebody", true, PatchStrategy.ServerSideApply] as const),
      );
    await theirs({ data: { password: Buffer.from("theirs").toString("base64") } });
    await good(setLocal(password, localValues[password]));
    assert.match(await bad(checkout.msa(["up", "development"])), /conflict with "somebody"/);
    await theirs({});
    await good(checkout.msa(["up", "development"]));
  });

  it("is not in the words that refuse a Secret of somebody else", async () => {
    const name = "notification-service-signing";
    set("Pulumi.yaml", ["config", "catalogue", "value", "notification-service", "secrets"], {
      signing: { keys: ["key"], required: false },
    });
    await good(setLocal("services/notification-service/signing/key", foreignValue));
    const { namespace } = database;
    await cluster.core.createNamespacedSecret({ namespace, body: { metadata: { name } } });
    assert.match(
      await bad(checkout.msa(["up", "development"])),
      /Secret\/microservices-dev\/notification-service-signing: exists already/,
    );
    await cluster.core.deleteNamespacedSecret({ namespace, name });
    set("Pulumi.yaml", ["config", "catalogue", "value", "notification-service", "secrets"], {});
  });

  it("is not in the words about a value that was set past us and cannot be right", async () => {
    const slack = "notifications/slack/token";
    const args = ["config", "set", "--secret", "--path", path(slack), "--non-interactive"];
    const msa = ["pulumi", "development", "--local", "--", ...args];
    await good(typed(refusedValues.token, join(checkout.folder, "msa"), msa));
    assert.match(await bad(local("preview")), /notifications\/slack\/token: must be the token/);
    await good(setLocal(slack, localValues[slack]));
  });

  it("is asked for by a plain update of a real stack before anything is written", async () => {
    const kubeconfig = checkout.read(`${clusterFolder}/kubeconfig`);
    checkout.write("home/kubeconfig", kubeconfig.replaceAll("msa-development", "production"));
    const { metadata } = await cluster.core.readNamespace({ name: "kube-system" });
    await good(real("stack", "init", "production"));
    await good(real("config", "set", "--path", "msa:cluster.uid", metadata?.uid ?? ""));
    assert.match(await bad(real("up", "--yes")), /registry\/password/);
    const { items } = await cluster.core.listNamespace();
    assert.ok(!items.some((each) => each.metadata?.name === "microservices"));
  });

  it("goes through a plain preview and update of a real stack", async () => {
    for (const [name, value] of Object.entries(realValues)) {
      const args = ["config", "set", "--secret", "--path", path(name), "--non-interactive"];
      await good(typed(value, tool("pulumi"), args, env));
    }
    await good(real("preview", "--diff"));
    await good(real("preview", "--json"));
    await good(real("up", "--yes"));
    await good(real("stack", "export"));
    await good(checkout.msa(["render", "production"]));
  });

  it("is not in what Argo CD says about a repository that it logs in to and does not reach", async () => {
    const asked = () =>
      cluster.custom.getNamespacedCustomObject({
        ...{ group: "argoproj.io", version: "v1alpha1", plural: "applications" },
        ...{ namespace: "argocd", name: "order-service-production" },
      }) as Promise<{ readonly status?: { readonly conditions?: readonly object[] } }>;
    while ((await asked()).status?.conditions === undefined) await sleep(500);
    assert.match(JSON.stringify((await asked()).status), /charts\.jclee\.me/);
  });

  it("is in the one Secret that is for it, and in no other", async () => {
    const found = hits(await allSecrets(cluster)).map((hit) => hit.replace(/ \([^)]*\): /, ": "));
    assert.deepEqual(
      [...new Set(found)].sort(),
      [...atHome("development"), ...atHome("production")].sort(),
    );
  });

  it("is nowhere else: not in files, states and histories, nor in any other object", async () => {
    const before = search.bytes();
    assert.deepEqual(await searchEverything(mounts), []);
    assert.ok(search.bytes() - before > 10_000_000, "too little was looked at");
  });

  it("would be found, in a file and in an object", async () => {
    const [canary] = canaries;
    assert.ok(canary !== undefined);
    const packed = Buffer.from(`a:${canary.value}`).toString("base64");
    const file = ".msa/local/development/state/planted.json";
    const planted = { name: "planted", namespace: "default" };
    checkout.write(file, JSON.stringify({ canary }));
    const metadata = { ...planted, annotations: { planted: packed } };
    await cluster.core.createNamespacedConfigMap({ ...planted, body: { metadata } });
    const found = await searchEverything(mounts);
    rmSync(join(checkout.folder, file));
    await cluster.core.deleteNamespacedConfigMap(planted);
    assert.deepEqual(found, [
      `${canary.name} (raw): ${file}`,
      `${canary.name} (base64): ConfigMap default/planted`,
    ]);
  });

  it("is gone from the cluster after destroy, and was not shown by it", async () => {
    await good(real("destroy", "--yes"));
    await good(checkout.msa(["destroy", "development", "--yes"]));
    assert.deepEqual(hits(await allSecrets(cluster)), []);
    assert.deepEqual(await searchEverything([]), []);
  });
});
