import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { create } from "tar";

import { release, type ReleaseOptions } from "../../../cli/commands/release.ts";
import { startRegistry, type OciRegistry } from "../../support/oci-registry.ts";
import { makeRepository, type ProjectRepository } from "../delivered/project-repository.ts";

const sha256 = (bytes: string) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** Puts an image without layers under a tag; returns its digest. */
async function pushImage(host: string, repository: string, tag: string): Promise<string> {
  const base = `http://${host}/v2/${repository}`;
  const config = JSON.stringify({ architecture: "amd64", os: "linux", rootfs: {}, tag });
  const opened = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
  const place = new URL(opened.headers.get("location") ?? "", base);
  place.searchParams.set("digest", sha256(config));
  assert.equal((await fetch(place, { method: "PUT", body: config })).status, 201);
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: sha256(config),
      size: config.length,
    },
    layers: [],
  });
  const headers = { "content-type": mediaType };
  const put = await fetch(`${base}/manifests/${tag}`, { method: "PUT", body: manifest, headers });
  assert.equal(put.status, 201);
  return sha256(manifest);
}

/** An image with an index, one manifest and one layer, as buildx writes it into a tar. */
function imageFile(home: string): { file: string; digest: string } {
  const folder = join(home, "layout");
  mkdirSync(join(folder, "blobs", "sha256"), { recursive: true });
  const keep = (mediaType: string, text: string) => {
    writeFileSync(join(folder, "blobs", ...sha256(text).split(":")), text);
    return {
      mediaType: `application/vnd.oci.image.${mediaType}`,
      digest: sha256(text),
      size: text.length,
    };
  };
  const document = (mediaType: string, value: object) =>
    keep(
      mediaType,
      JSON.stringify({
        schemaVersion: 2,
        mediaType: `application/vnd.oci.image.${mediaType}`,
        ...value,
      }),
    );
  const config = keep("config.v1+json", '{"architecture":"amd64","os":"linux","rootfs":{}}');
  const layers = [keep("layer.v1.tar", "a layer")];
  const manifest = document("manifest.v1+json", { config, layers });
  const top = document("index.v1+json", {
    manifests: [{ ...manifest, platform: { architecture: "amd64", os: "linux" } }],
  });
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  writeFileSync(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  const file = join(home, "image.tar");
  create({ file, cwd: folder, sync: true }, ["index.json", "oci-layout", "blobs"]);
  return { file, digest: top.digest };
}

describe("the release of a service", function () {
  this.timeout(60_000);
  let registry: OciRegistry;
  let digest: string;
  let repository: ProjectRepository;
  before(async () => {
    registry = await startRegistry();
    digest = await pushImage(registry.host, "msa/user-service", "1.4.2");
  });
  after(() => registry.stop());
  beforeEach(() => {
    repository = makeRepository();
    repository.edit("Pulumi.yaml", "value: registry.jclee.me", `value: ${registry.host}`);
    repository.commit("Use the registry of the test");
  });
  afterEach(() => {
    repository.remove();
  });

  const agreed = { show: () => undefined, confirm: () => Promise.resolve(true) };
  const run = (options: Partial<ReleaseOptions> = {}, service = "user-service", ports = agreed) =>
    release(
      service,
      { version: "1.4.2", environment: "development", ...options },
      ports,
      repository,
    );
  const entry = () =>
    /user-service: (\{.*\})/.exec(repository.read("Pulumi.development.yaml"))?.[1];

  it("declares the version with the digest that the registry has, and nothing else", async () => {
    assert.deepEqual(await run(), {
      service: "user-service",
      environment: "development",
      version: "1.4.2",
      image: `${registry.host}/msa/user-service:1.4.2`,
      digest,
      written: ["Pulumi.development.yaml"],
    });
    assert.equal(entry(), `{ version: 1.4.2, digest: ${digest} }`);
    assert.deepEqual(repository.status(), [" M Pulumi.development.yaml"]);
  });

  it("pushes an image that is given as a file, and declares its digest", async () => {
    const { file, digest: own } = imageFile(repository.home);
    const released = await run({ version: "2.0.0", image: file });
    assert.equal(released.digest, own);
    assert.equal(entry(), `{ version: 2.0.0, digest: ${own} }`);
    // Once more: it is there, and nothing is pushed or moved.
    assert.equal((await run({ version: "2.0.0", image: file })).digest, own);
    await assert.rejects(run({ image: file }), {
      exitCode: 2,
      message: /A tag is never moved: choose a new version\.$/,
    });
  });

  it("refuses a file that is no image", async () => {
    await assert.rejects(run({ version: "3.0.0", image: "package.json" }), {
      exitCode: 2,
      message: /^--image: is no digest and no image as a tar file \(found "package\.json"\)/,
    });
  });

  it("writes nothing when it is declared already", async () => {
    await run();
    assert.deepEqual((await run()).written, []);
  });

  it("commits it on the environment's branch, which need not be checked out", async () => {
    repository.git("branch", "develop");
    const { committed, written } = await run({ commit: true });
    assert.deepEqual([committed?.branch, committed?.isNew, written], ["develop", true, []]);
    assert.equal(
      repository.git("log", "-1", "--format=%s", "develop"),
      "Release user-service 1.4.2 to development",
    );
    assert.deepEqual(repository.status(), []);
  });

  it("proposes it to that branch, saying which image it is", async () => {
    const { pullRequest } = await run({ pr: true });
    assert.deepEqual([pullRequest?.action, pullRequest?.base], ["pushed", "develop"]);
    assert.match(pullRequest?.branch ?? "", /^msa\/release-development-[0-9a-f]{8}$/);
    assert.deepEqual(repository.status(), []);
  });

  const refusals: [string, Partial<ReleaseOptions>, RegExp][] = [
    [
      "an image that is not there",
      { version: "9.9.9" },
      /:9\.9\.9: is not in the registry \(HTTP 404\)/,
    ],
    [
      "another image than the tag's",
      { image: sha256("x") },
      /^--image: is not what the tag stands for/,
    ],
    ["a version with a v", { version: "v1.4.2" }, /\(found "v1\.4\.2"\)\. Use 1\.4\.2\.$/],
    ["a name that moves", { version: "latest" }, /^--version: must be an exact version/],
    ["a push of nothing", { push: true }, /^--push: needs --commit/],
  ];
  for (const [what, options, message] of refusals) {
    it(`refuses ${what} and writes nothing`, async () => {
      await assert.rejects(run(options), { exitCode: 2, message });
      assert.deepEqual(repository.status(), []);
    });
  }

  it("refuses a service that somebody holds", async () => {
    const hold = 'hold: { reason: Broken, by: Ann, since: "2026-01-01T00:00:00Z" }';
    repository.edit("Pulumi.development.yaml", "user-service: {", `user-service: { ${hold},`);
    await assert.rejects(run(), /^Error: user-service: is held in development/);
  });

  it("names the service that was meant", async () => {
    await assert.rejects(run({}, "user-servce"), /Did you mean "user-service"/);
  });

  it("writes nothing when the person does not agree", async () => {
    const refused = { ...agreed, confirm: () => Promise.resolve(false) };
    await assert.rejects(run({}, "user-service", refused), /not confirmed. Nothing was declared/);
    assert.deepEqual(repository.status(), []);
  });
});
