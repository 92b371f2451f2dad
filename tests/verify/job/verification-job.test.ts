import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import type { RecordedResource } from "../../../recorder/recording.ts";
import type { JobArguments } from "../../../verify/job/arguments.ts";
import { scriptFiles } from "../../../verify/job/script.ts";
import { VerificationJob } from "../../../verify/job/verification-job.ts";
import { recordComponent } from "../../support/record-component.ts";

const name = "msa-verify-abc123";
const args: JobArguments = {
  name,
  namespace: "shop",
  stack: "staging",
  context: "staging",
  image: "docker.io/library/node:24.21.0-alpine",
  pullSecrets: ["harbor"],
  mesh: { trustDomain: "cluster.local" },
  services: [{ name: "cart", port: 8080 }],
  checks: [
    { service: "cart", method: "GET", url: "http://cart.shop.svc:80/healthz", status: 200 },
    { service: "cart", method: "HEAD", url: "http://cart.shop.svc:80/api?x=1", status: 401 },
  ],
  deadlineSeconds: 300,
};

/** Spec or other content of an object, by the last part of its type. */
async function recorded(overrides: Partial<JobArguments> = {}) {
  const { resources, error } = await recordComponent(() => {
    new VerificationJob(name, { ...args, ...overrides });
  });
  assert.equal(error, undefined);
  return resources.filter(({ type }) => !type.startsWith("msa:") && !type.startsWith("pulumi:"));
}

function kindOf({ type }: RecordedResource): string {
  return type.split(":").at(-1) ?? "";
}

async function one(kind: string, overrides?: Partial<JobArguments>): Promise<RecordedResource> {
  const [found, ...others] = (await recorded(overrides)).filter((each) => kindOf(each) === kind);
  assert.ok(found, kind);
  assert.deepEqual(others, []);
  return found;
}

describe("the Job that asks from inside", () => {
  it("is one Job with its script, its identity and its allows, and nothing else", async () => {
    assert.deepEqual((await recorded()).map(kindOf).sort(), [
      ...["AuthorizationPolicy", "ConfigMap", "Job"],
      ...["NetworkPolicy", "NetworkPolicy", "ServiceAccount"],
    ]);
  });

  it("runs once, ends by itself, and goes by itself when nobody removes it", async () => {
    const { backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = (await one("Job"))
      .inputs["spec"] as Record<string, unknown>;
    assert.deepEqual([backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished], [0, 300, 600]);
  });

  it("has a pod without a user, rights, a writable disk or a token", async () => {
    const { template } = (await one("Job")).inputs["spec"] as {
      template: { spec: Record<string, unknown>; metadata: { annotations: unknown } };
    };
    const { containers, ...pod } = template.spec;
    assert.deepEqual(pod, {
      restartPolicy: "Never",
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: [{ name: "harbor" }],
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        seccompProfile: { type: "RuntimeDefault" },
      },
      initContainers: [],
      volumes: [{ name: "checks", configMap: { name } }],
    });
    assert.deepEqual(containers, [
      {
        ...{ name: "checks", env: [], ports: [] },
        image: "docker.io/library/node:24.21.0-alpine",
        command: ["node", "/checks/main.ts", "/checks/checks.json"],
        resources: {
          requests: { cpu: "50m", memory: "64Mi" },
          limits: { cpu: "500m", memory: "128Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "checks", mountPath: "/checks", readOnly: true }],
      },
    ]);
    assert.deepEqual(template.metadata.annotations, { "sidecar.istio.io/nativeSidecar": "true" });
  });

  it("owns all the rest, so that what a killed run leaves goes with it", async () => {
    for (const each of await recorded()) {
      if (kindOf(each) === "Job") continue;
      const { metadata } = each.inputs as { metadata: { ownerReferences: { name: string }[] } };
      assert.deepEqual(
        metadata.ownerReferences.map((owner) => owner.name),
        [name],
        each.urn,
      );
    }
  });

  it("lets only its own pod out to the services, and only that in to each", async () => {
    const specs = (await recorded())
      .filter((each) => kindOf(each) === "NetworkPolicy")
      .map(({ inputs }) => inputs["spec"]);
    const asking = { podSelector: { matchLabels: { "msa-gitops/verification": name } } };
    const cart = { podSelector: { matchLabels: { app: "cart" } } };
    const ports = [{ port: 8080, protocol: "TCP" }];
    assert.deepEqual(specs, [
      { ...cart, policyTypes: ["Ingress"], ingress: [{ from: [asking], ports }] },
      { ...asking, policyTypes: ["Egress"], egress: [{ to: [cart], ports }] },
    ]);
  });

  it("may ask exactly its questions in the mesh, by its own identity", async () => {
    const on = (method: string, path: string) => ({
      operation: { ports: ["8080"], methods: [method], paths: [path] },
    });
    assert.deepEqual((await one("AuthorizationPolicy")).inputs["spec"], {
      selector: { matchLabels: { app: "cart" } },
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals: [`cluster.local/ns/shop/sa/${name}`] } }],
          to: [on("GET", "/healthz"), on("HEAD", "/api")],
        },
      ],
    });
  });

  it("names nothing of a mesh where there is none", async () => {
    const text = JSON.stringify(
      (
        await recordComponent(() => {
          const { mesh, ...without } = args;
          assert.ok(mesh);
          new VerificationJob(name, without);
        })
      ).resources,
    );
    assert.doesNotMatch(text, /istio/);
  });

  it("carries each file of the script, and the script imports no other", async () => {
    const { data } = (await one("ConfigMap")).inputs as { data: Record<string, string> };
    assert.deepEqual(scriptFiles.toSorted(), readdirSync("verify/checks").toSorted());
    for (const file of scriptFiles) {
      const text = readFileSync(`verify/checks/${file}`, "utf8");
      assert.equal(data[file], text);
      const imports = [...text.matchAll(/from "([^"]+)"/g)].map(([, path = ""]) => path);
      const strangers = imports.filter(
        (path) => !path.startsWith("node:") && !scriptFiles.includes(path.replace("./", "")),
      );
      assert.deepEqual(strangers, [], file);
    }
    assert.deepEqual(JSON.parse(data["checks.json"] ?? ""), {
      checks: args.checks,
      options: { attempts: 3, timeout: 5000, pause: 3000 },
    });
  });
});
