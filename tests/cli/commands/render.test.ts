import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { chartLock } from "../../../config/chart-lock.ts";
import { parseManifests } from "../../../manifests/parse-manifests.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";
import { installOnlyArgoCd } from "../../support/platform-choice.ts";
import { tool } from "../../support/tools.ts";
import { deadHost, startServer, type FakeServer } from "../fake-server.ts";
import { thingsYaml } from "../platform/fake-cluster.ts";

const services = ["notification-service", "order-service", "product-service", "user-service"];
const { name: chartName, version } = chartLock["argo-cd"];

/** An object that shows what the chart was given, and one only where a kind is known. */
const template = `
apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}-seen", namespace: "{{ .Release.Namespace }}" }
data: { fullname: "{{ .Values.fullnameOverride }}" }
{{- if .Capabilities.APIVersions.Has "argoproj.io/v1alpha1" }}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: of-the-chart, namespace: "{{ .Release.Namespace }}" }
{{- end }}
`;

describe("./msa render", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  let mirror: FakeServer;
  before(async () => {
    checkout = makeCheckout();
    const repository = join(checkout.folder, "home", "repository");
    packageChart(join(checkout.folder, "home", chartName), repository);
    mirror = await startServer((path) => {
      const file = join(repository, path);
      return existsSync(file) ? { body: readFileSync(file) } : { status: 404 };
    });
    for (const environment of ["staging", "production"]) installOnlyArgoCd(checkout, environment);
    useMirror(mirror.url);
    await checkout.run("git", ["add", "--all"]);
  });
  after(async () => {
    await mirror.stop();
    await checkout.remove();
  });

  function packageChart(folder: string, repository: string): void {
    for (const part of ["templates", "crds"]) mkdirSync(join(folder, part), { recursive: true });
    const identity = `apiVersion: v2\nname: ${chartName}\nversion: ${version}\n`;
    writeFileSync(join(folder, "Chart.yaml"), identity);
    writeFileSync(join(folder, "templates", "seen.yaml"), template);
    writeFileSync(join(folder, "crds", "things.yaml"), thingsYaml);
    const helm = (args: string[]) => execFileSync(tool("helm3"), args, { stdio: "pipe" });
    helm(["package", folder, "--destination", repository]);
    helm(["repo", "index", repository]);
  }

  function useMirror(url: string): void {
    checkout.edit(
      "Pulumi.yaml",
      /( +)services: https:\/\/charts\.jclee\.me\n( +mirror: .*\n)?/,
      `$1services: https://charts.jclee.me\n$1mirror: ${url}\n`,
    );
  }

  const namesOf = (text: string, kind: string) =>
    parseManifests(text)
      .filter((object) => object.kind === kind)
      .map(({ metadata }) => metadata.name);

  it("gives Pulumi's objects and those of every Application, the same each time", async () => {
    const first = await checkout.msa(["render", "staging"]);
    assert.deepEqual([first.code, first.stderr], [0, ""]);
    assert.deepEqual(
      namesOf(first.stdout, "Application").sort(),
      services.map((name) => `${name}-staging`),
    );
    assert.deepEqual(namesOf(first.stdout, "Deployment").sort(), services);
    assert.deepEqual(
      namesOf(first.stdout, "HorizontalPodAutoscaler").sort(),
      services.map((name) => `${name}-hpa`),
    );
    assert.ok(namesOf(first.stdout, "Namespace").includes("microservices-staging"));
    assert.equal((await checkout.msa(["render", "staging"])).stdout, first.stdout);
    assert.equal((await checkout.run("git", ["diff", "--stat"])).stdout, "");
  });

  it("renders a Release from its chart with our values, its crds/, and what the platform will know", async () => {
    const { stdout } = await checkout.msa(["render", "staging"]);
    const release = stdout.split(/^(?=---$)/m).filter((part) => part.includes("# Release argo-cd"));
    assert.deepEqual(
      parseManifests(release.join("")).map(({ kind, metadata, data }) => [
        kind,
        metadata.name,
        data,
      ]),
      [
        ["CustomResourceDefinition", "things.example.com", undefined],
        ["ConfigMap", "argo-cd-seen", { fullname: "argocd" }],
        ["AppProject", "of-the-chart", undefined],
      ],
    );
    assert.ok(!/^kind: Release$/m.test(stdout), "a Release is no object of the cluster");
  });

  it("writes one file per owner, which together are what it prints", async () => {
    const { stdout } = await checkout.msa(["render", "production", "--output", "home/rendered"]);
    const owners = [...services.map((name) => `${name}-production`), "argo-cd", "pulumi"];
    const files = owners.map((name) => `${name}.yaml`).sort();
    const folder = join(checkout.folder, "home/rendered");
    assert.deepEqual(readdirSync(folder).sort(), files);
    const printed = (await checkout.msa(["render", "production"])).stdout;
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      [...lines].sort(),
      files.map((file) => `home/rendered/${file}`),
    );
    assert.equal(lines.map((file) => checkout.read(file)).join(""), printed);
  });

  it("names a Release whose chart cannot be had, gives the rest, and ends with 1", async () => {
    const url = `http://${await deadHost()}`;
    useMirror(url);
    const { code, stdout, stderr } = await checkout.msa(["render", "staging"]);
    useMirror(mirror.url);
    assert.equal(code, 1);
    assert.ok(
      stderr.startsWith(
        `Release argo-cd: not rendered. chart ${chartName} ${version}: cannot be fetched from ${url} (`,
      ),
      stderr,
    );
    assert.equal(stderr.split("\n").length, 2);
    assert.deepEqual(namesOf(stdout, "Deployment").sort(), services);
  });

  it("refuses a version of the service chart that is neither here nor to be had", async () => {
    checkout.edit("Pulumi.staging.yaml", /chart: \{ version: \S+ \}/, "chart: { version: 9.9.9 }");
    const { code, stdout, stderr } = await checkout.msa(["render", "staging"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `chart microservice 9.9.9: cannot be fetched from ${mirror.url} ` +
        `(chart "microservice" version "9.9.9" not found in ${mirror.url} repository). Check the repository and the version.\n`,
    );
  });
});
