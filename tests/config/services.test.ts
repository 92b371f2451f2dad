import assert from "node:assert/strict";

import { joinLocal } from "../../config/local.ts";
import type { Config } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { fromFiles, readFixtures } from "./fixture.ts";

function fixture(name: string) {
  const found = readFixtures("valid").find((each) => each.name === name);
  assert.ok(found, `no fixture ${name}`);
  return found;
}

function versions({ services }: Config) {
  return services.map(({ name, version, image }) => [name, version, image.tag]);
}

describe("what runs of a service", () => {
  it("is the catalogue's version where the stack file has no entry, or one without a version", () => {
    const config = parse(fromFiles(fixture("services-version-of-catalogue")));
    assert.deepEqual(versions(config), [
      ["orders", "0.1.0", "0.1.0"],
      ["users", "0.2.0", "0.2.0"],
    ]);
    assert.deepEqual(config.services[1]?.env, { LOG_LEVEL: "debug" });
  });

  it("is the stack file's version where both have one", () => {
    const { projectText, stackText, stack } = fixture("base");
    const project = projectText.replace("team: commerce", "team: commerce\n        version: 9.9.9");
    assert.notEqual(project, projectText);
    assert.deepEqual(versions(parse(configFromText({ projectText: project, stackText, stack }))), [
      ["orders", "2.1.0", "2.1.0"],
      ["users", "1.0.0", "1.0.0"],
    ]);
  });

  it("is the sample image in a demo, also where the version is the catalogue's", () => {
    const { projectText, stackText, stack } = fixture("services-version-of-catalogue");
    const local = { context: "mine", uid: "", demo: { image: "ghcr.io/acme/sample:6.7.0" } };
    const joined = joinLocal({ projectText, stackText, local });
    assert.deepEqual(versions(parse(configFromText({ projectText, stackText: joined, stack }))), [
      ["orders", "6.7.0", "6.7.0"],
      ["users", "6.7.0", "6.7.0"],
    ]);
  });

  it("keeps the hold of the one service that has one", () => {
    const { services } = parse(fromFiles(fixture("services-hold")));
    assert.deepEqual(
      services.map(({ name, hold }) => [name, hold]),
      [
        ["orders", { reason: "2.2.0 loses orders", by: "kim", since: "2026-11-23T09:30:00Z" }],
        ["users", undefined],
      ],
    );
  });

  it("is asked what its API tests say, by GET for 200 unless they say otherwise", () => {
    const { services } = parse(fromFiles(fixture("services-api-tests")));
    assert.deepEqual(services[0]?.apiTests, [
      {
        method: "GET",
        path: "/api/orders?limit=1",
        status: 200,
        json: { path: "items[0].id", equals: 1 },
      },
      { method: "HEAD", path: "/api/secret", status: 401 },
      { method: "GET", path: "/api/none", status: 200, json: { path: "error", equals: null } },
    ]);
    assert.deepEqual(services[1]?.apiTests, []);
  });
});
