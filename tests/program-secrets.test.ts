import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { parseDocument } from "yaml";

import { recordStack } from "../recorder/record-stack.ts";
import type { RecordedResource } from "../recorder/recording.ts";
import { root } from "./support/tools.ts";

const secrets = [
  "oidc/client-secret",
  "registry/password",
  "repositories/charts/password",
  ...["order", "product", "user"].flatMap((service) =>
    ["username", "password"].map((key) => `services/${service}-service/database/${key}`),
  ),
];

/** The committed program of production with a login of every kind, and every secret set. */
async function recorded(): Promise<readonly RecordedResource[]> {
  const folder = mkdtempSync(join(tmpdir(), "msa-program-secrets-"));
  const write = (name: string, entries: Readonly<Record<string, unknown>>) => {
    const file = parseDocument(readFileSync(join(root, name), "utf8"));
    for (const [key, value] of Object.entries(entries)) file.setIn(["config", key], value);
    writeFileSync(join(folder, name), String(file));
  };
  try {
    const program = pathToFileURL(join(root, "index.ts")).href;
    writeFileSync(join(folder, "index.ts"), `export * from "${program}";\n`);
    write("Pulumi.yaml", {
      registryLogin: { value: { username: "robot$msa" } },
      images: { value: { mirror: "registry.jclee.me/proxy" } },
      repositories: {
        value: {
          charts: { type: "helm", url: "https://charts.jclee.me", username: "robot$charts" },
        },
      },
    });
    write("Pulumi.production.yaml", {
      "msa:oidc": { issuer: "https://login.example.com", clientId: "msa" },
      "msa:secrets": Object.fromEntries(secrets.map((name) => [name, { secure: "v1:a:b" }])),
      "msa:secretRevisions": Object.fromEntries(secrets.map((name) => [name, { revision: 2 }])),
    });
    const { resources } = await recordStack({
      projectFile: join(folder, "Pulumi.yaml"),
      stackFile: join(folder, "Pulumi.production.yaml"),
      stack: "production",
    });
    return resources;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of all that a resource is made after. */
function madeBefore(resources: readonly RecordedResource[], from: RecordedResource): Set<string> {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const found = new Map<string, string>();
  const follow = ({ options: { parent = "", dependsOn = [] } }: RecordedResource): void => {
    for (const urn of [parent, ...dependsOn]) {
      const next = byUrn.get(urn);
      if (next === undefined || found.has(urn)) continue;
      found.set(urn, `${next.type.replace(/^.*:/, "")} ${next.name}`);
      follow(next);
    }
  };
  follow(from);
  return new Set(found.values());
}

describe("the program, with every secret set", () => {
  let resources: readonly RecordedResource[];

  before(async () => {
    resources = await recorded();
  });

  const ofType = (type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
  const lacking = (type: string, names: readonly string[]) =>
    ofType(type).flatMap((each) => {
      const found = madeBefore(resources, each);
      return names.filter((name) => !found.has(name)).map((name) => `${each.name}: ${name}`);
    });

  it("logs in to the registry in every namespace that pulls, services and platform", () => {
    // In the one of CI's accounts no pod may run.
    const namespaces = ofType("Namespace")
      .filter(({ name }) => name !== "cluster-identity" && name !== "ci")
      .map(({ inputs }) => (inputs["metadata"] as { name: string }).name);
    const logins = ofType("Secret")
      .map(({ inputs }) => inputs["metadata"] as { name: string; namespace: string })
      .filter(({ name }) => name === "registry-login")
      .map(({ namespace }) => namespace);

    assert.deepEqual(logins.sort(), namespaces.sort());
  });

  it("makes what the platform's pods read before any release", () => {
    const secretsOfPlatform = ofType("Secret")
      .map(({ name }) => name)
      .filter((name) => /^(alertmanager-channels|oidc-client-|registry-login-)/.test(name));

    assert.equal(secretsOfPlatform.length, 13); // channels, 3 tools that log in, 9 namespaces
    assert.equal(ofType("Release").length, 16);
    assert.deepEqual(
      lacking(
        "Release",
        secretsOfPlatform.map((name) => `Secret ${name}`),
      ),
      [],
    );
  });

  it("makes what a service's pods and Argo CD read before its Application", () => {
    const names = ["order", "product", "user"].map((each) => `Secret ${each}-service-database`);

    assert.equal(ofType("Application").length, 4);
    assert.deepEqual(
      lacking("Application", [...names, "Secret registry-login", "Secret repository-charts"]),
      [],
    );
  });

  it("gives pods the names of their Secrets, and charts no value", () => {
    const application = ofType("Application").find(({ name }) => name === "order-service");
    const { spec } = application?.inputs as {
      spec: { source: { helm: { valuesObject: Readonly<Record<string, unknown>> } } };
    };
    const { imagePullSecrets, podAnnotations, secrets: mounted } = spec.source.helm.valuesObject;
    assert.deepEqual(
      { imagePullSecrets, podAnnotations, mounted },
      {
        imagePullSecrets: [{ name: "registry-login" }],
        podAnnotations: { "msa-gitops/secrets-revision": "4" },
        mounted: [{ name: "order-service-database", mountPath: "/etc/secrets/database" }],
      },
    );
    const argoCd = ofType("Release").find(({ name }) => name === "argo-cd")?.inputs["values"];
    const { global } = argoCd as { global: Readonly<Record<string, unknown>> };
    assert.deepEqual(global["imagePullSecrets"], [{ name: "registry-login" }]);
    for (const { name, inputs } of [...ofType("Release"), ...ofType("Application")]) {
      assert.equal(JSON.stringify(inputs).includes('"secret":true'), false, name);
    }
  });
});
