import assert from "node:assert/strict";
import { joinLocal, parseLocal, type Local } from "../../config/local.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { shape } from "../../config/schema/keys.ts";
import { keysOf, schemaAt } from "../../config/schema/walk.ts";
import { baseText } from "./fixture.ts";

const projectText = baseText("Pulumi.yaml");
const stackText = baseText("Pulumi.production.yaml");
const image = "ghcr.io/acme/sample:6.7.0";

/** All that can be switched off. */
const optional = keysOf(shape.addons).filter((name) =>
  keysOf(schemaAt(shape.addons, [name])).includes("enabled"),
);
type Demo = NonNullable<Local["demo"]>;

function joined(
  withoutAddons: NonNullable<Demo["withoutAddons"]>,
  files = { projectText, stackText },
) {
  const local: Local = { context: "mine", uid: "", demo: { image, withoutAddons } };
  const text = joinLocal({ ...files, local });
  const { projectText: project } = files;
  return parse(configFromText({ projectText: project, stackText: text, stack: "production" }));
}

describe("a demo on somebody's cluster", () => {
  it("installs nothing, whatever the cluster has", () => {
    for (const missing of [[], ["istio"], ["grafana", "redis"], optional]) {
      const { addons, tools } = joined(missing as Demo["withoutAddons"] & object);
      const there = Object.entries(addons).filter(
        ([, addon]: [string, object]) => "install" in addon,
      );
      assert.deepEqual(
        there.filter(([, addon]: [string, object]) => !("install" in addon) || addon.install),
        [],
      );
      assert.deepEqual(tools, []);
      assert.equal(addons.istio?.makesGateway ?? false, false);
      const names = there.map(([name]) => name).sort();
      const used = optional.filter((name) => !missing.includes(name));
      // Without OIDC there is no login, and so no proxy for it.
      assert.deepEqual(names, ["argoCd", ...used].filter((name) => name !== "oauth2Proxy").sort());
    }
  });

  it("can leave out each add-on but Argo CD", () => {
    const list = JSON.stringify(optional);
    const read = (names: string) =>
      parseLocal(`context: a\nuid: ""\ndemo: { image: "${image}", withoutAddons: ${names} }\n`);
    assert.deepEqual(read(list).demo?.withoutAddons, optional);
    assert.throws(() => read("[argoCd]"), /withoutAddons\[0\]: must be /);
  });

  it("keeps what is said of an add-on that the cluster has", () => {
    const own = `${stackText}  msa:addons: { argoCd: { namespace: cd }, istio: { gateway: edge/public }, harbor: { url: https://h.example.org } }\n`;
    const { addons } = joined(["prometheus"], { projectText, stackText: own });
    assert.deepEqual(addons.argoCd, { install: false, namespace: "cd" });
    assert.equal(addons.istio?.gateway, "edge/public");
    assert.equal(addons.prometheus, undefined);
    assert.deepEqual(addons.harbor, { url: "https://h.example.org" });
  });

  it("runs without a cache that nobody keeps, and with one that is there", () => {
    const cached = projectText.replace(
      "        description: Orders.",
      "        description: Orders.\n        cache: { memory: { size: 64Mi }, redis: {} }",
    );
    const files = { projectText: cached, stackText };
    assert.deepEqual(joined(["redis"], files).services[0]?.cache, {
      memory: { size: "64Mi", ttlSeconds: 300 },
    });
    assert.deepEqual(joined([], files).services[0]?.cache?.redis, {
      prefix: "production:orders:",
      ttlSeconds: 300,
    });
  });

  it("has no owner, since a cluster without our platform has none", () => {
    const own = `${stackText}  msa:platform: { owner: staging }\n`;
    const { platform, addons } = joined([], { projectText, stackText: own });
    assert.deepEqual([platform.owner, platform.isOwn], ["production", true]);
    assert.equal(addons.grafana?.install, false);
  });
});
