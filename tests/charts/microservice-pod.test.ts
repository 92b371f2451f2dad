import assert from "node:assert/strict";
import type { V1ConfigMap, V1Deployment, V1PodTemplateSpec } from "@kubernetes/client-node";
import { example, examples, minimal, only, render } from "./chart.ts";
import type { Values } from "./chart.ts";
import { restrictedViolations } from "./pod-security.ts";

const configured = { env: { CURRENCY: "KRW" }, files: { "rates.json": "{}" } };

async function podOf(values: Values): Promise<V1PodTemplateSpec> {
  const { spec } = only<V1Deployment>(await render(values), "Deployment");
  assert.ok(spec);
  return spec.template;
}

async function containerOf(values: Values) {
  const container = (await podOf(values)).spec?.containers[0];
  assert.ok(container);
  return container;
}

async function checksum(config: object): Promise<string | undefined> {
  const { metadata } = await podOf({ ...minimal, config });
  return metadata?.annotations?.["checksum/config"];
}

describe("charts/microservice: the pod", () => {
  for (const name of examples) {
    it(`passes the restricted Pod Security Standard in example ${name}`, async () => {
      const { spec } = await podOf(example(name));
      assert.ok(spec);

      assert.deepEqual(restrictedViolations(spec), []);
    });
  }

  it("cannot write to its root file system and has a bounded /tmp", async () => {
    const { spec } = await podOf(minimal);

    assert.equal(spec?.containers[0]?.securityContext?.readOnlyRootFilesystem, true);
    assert.deepEqual(spec.volumes, [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }]);
    assert.deepEqual(spec.containers[0].volumeMounts, [{ name: "tmp", mountPath: "/tmp" }]);
  });

  it("pulls by digest when there is one, and still shows the tag", async () => {
    const image = { registry: "registry.test:5000", repository: "a/b", tag: "1.2.3" };
    const digest = `sha256:${"0".repeat(64)}`;

    assert.equal((await containerOf({ image })).image, "registry.test:5000/a/b:1.2.3");
    assert.equal(
      (await containerOf({ image: { ...image, digest } })).image,
      `registry.test:5000/a/b:1.2.3@${digest}`,
    );
  });

  it("is labelled with the version that runs, cut to what a label holds", async () => {
    const tag = `1.0.0-${"x".repeat(56)}-rest`;
    const { metadata } = await podOf({ image: { repository: "a", tag } });

    assert.equal(metadata?.labels?.["version"], `1.0.0-${"x".repeat(56)}`);
  });

  it("asks /healthz whether it is up and alive, and /readyz whether it is ready", async () => {
    const { startupProbe, readinessProbe, livenessProbe } = await containerOf(minimal);

    assert.deepEqual(
      [startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet),
      ["/healthz", "/readyz", "/healthz"].map((path) => ({ path, port: "http" })),
    );
  });

  it("is replaced without a gap: one more first, then a pause before the old one ends", async () => {
    const { spec } = only<V1Deployment>(await render(minimal), "Deployment");

    assert.deepEqual(spec?.strategy, {
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 },
    });
    assert.deepEqual(spec.template.spec?.containers[0]?.lifecycle, {
      preStop: { sleep: { seconds: 10 } },
    });
    assert.equal(spec.template.spec.terminationGracePeriodSeconds, 45);
  });

  it("is spread over nodes and zones, revision by revision", async () => {
    const { spec } = await podOf(minimal);

    assert.deepEqual(
      spec?.topologySpreadConstraints?.map(
        ({ topologyKey, whenUnsatisfiable, maxSkew, matchLabelKeys }) => [
          topologyKey,
          whenUnsatisfiable,
          maxSkew,
          matchLabelKeys,
        ],
      ),
      ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((key) => [
        key,
        "ScheduleAnyway",
        1,
        ["pod-template-hash"],
      ]),
    );
  });

  it("takes numbers in quotes as they are written", async () => {
    const container = await containerOf(example("own-secrets"));

    assert.deepEqual(container.env, [
      { name: "LOG_LEVEL", value: "debug" },
      { name: "WORKERS", value: "1000000" },
    ]);
  });

  it("reads settings and secrets as variables and as files", async () => {
    const objects = await render(example("own-secrets"));
    const pod = only<V1Deployment>(objects, "Deployment").spec?.template.spec;
    const volume = "secret-order-signing-keys-45f1251c";

    assert.deepEqual(
      objects
        .filter(({ kind }) => kind === "ConfigMap")
        .map((map) => map as unknown as V1ConfigMap)
        .map(({ data }) => data),
      [{ CURRENCY: "KRW" }, { "application.yaml": 'greeting: "안녕하세요"\nretries: 3\n' }],
    );
    assert.deepEqual(pod?.containers[0]?.envFrom, [
      { configMapRef: { name: "user-service-env" } },
      { secretRef: { name: "order-database" } },
    ]);
    assert.deepEqual(pod.volumes?.slice(1), [
      { name: "config-files", configMap: { name: "user-service-files" } },
      { name: volume, secret: { secretName: "order.signing-keys", optional: true } },
    ]);
    assert.deepEqual(pod.containers[0].volumeMounts?.slice(1), [
      { name: "config-files", mountPath: "/etc/microservice", readOnly: true },
      { name: volume, mountPath: "/var/run/keys", readOnly: true },
    ]);
  });

  it("restarts when a setting changes, in a variable or in a file, and only then", async () => {
    const before = await checksum(configured);

    assert.match(before ?? "", /^[0-9a-f]{64}$/);
    assert.equal(await checksum(structuredClone(configured)), before);
    assert.notEqual(await checksum({ ...configured, env: { CURRENCY: "EUR" } }), before);
    assert.notEqual(await checksum({ ...configured, files: { "rates.json": "[]" } }), before);
    assert.equal(await checksum({}), undefined);
  });

  it("does not change when only the revision stamp does", async () => {
    assert.deepEqual(
      await render({ ...minimal, global: { msaRevision: "a" } }),
      await render({ ...minimal, global: { msaRevision: "b" } }),
    );
  });
});
