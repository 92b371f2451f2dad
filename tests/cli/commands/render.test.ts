import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { parseManifests } from "../../../manifests/parse-manifests.ts";
import { makeCheckout, type Checkout } from "../../support/checkout.ts";

const services = ["notification-service", "order-service", "product-service", "user-service"];

describe("./msa render", function () {
  this.timeout(60_000);
  let checkout: Checkout;
  before(() => {
    checkout = makeCheckout();
  });
  after(() => checkout.remove());

  const namesOf = (text: string, kind: string) =>
    parseManifests(text)
      .filter((object) => object.kind === kind)
      .map(({ metadata }) => metadata.name);

  it("gives Pulumi's objects and those of all four Applications, the same each time", async () => {
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
    assert.deepEqual(namesOf(first.stdout, "Namespace"), ["microservices-staging"]);
    assert.equal((await checkout.msa(["render", "staging"])).stdout, first.stdout);
    assert.equal(checkout.gitStatus(), "");
  });

  it("writes one file per owner, which together are what it prints", async () => {
    const { stdout } = await checkout.msa(["render", "production", "--output", "home/rendered"]);
    const files = [...services.map((name) => `${name}-production.yaml`), "pulumi.yaml"].sort();
    const folder = join(checkout.folder, "home/rendered");
    assert.deepEqual(readdirSync(folder).sort(), files);
    assert.deepEqual(
      stdout.trimEnd().split("\n").sort(),
      files.map((file) => `home/rendered/${file}`),
    );
    const printed = (await checkout.msa(["render", "production"])).stdout;
    const written = stdout
      .trimEnd()
      .split("\n")
      .map((file) => checkout.read(file))
      .join("");
    assert.equal(written, printed);
  });

  it("refuses a chart version that is neither here nor to be had", async () => {
    checkout.edit("Pulumi.staging.yaml", "chart: { version: 1.0.0 }", "chart: { version: 9.9.9 }");
    checkout.edit("Pulumi.yaml", "https://charts.jclee.me", "https://127.0.0.1:1");
    const { code, stdout, stderr } = await checkout.msa(["render", "staging"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(
      stderr,
      /^chart microservice 9\.9\.9: cannot be fetched from https:\/\/127\.0\.0\.1:1 \(.*connection refused\)\. Check the repository and the version\.\n$/,
    );
  });
});
