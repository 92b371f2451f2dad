import assert from "node:assert/strict";
import { NamedFixtures } from "./named-fixtures.ts";

const fixtures = new NamedFixtures("access-");

describe("access to an environment", () => {
  it("has the groups that were asked for, unless the stack file says otherwise", () => {
    assert.deepEqual(new NamedFixtures("").read("base").access, {
      developers: ["msa-developers"],
      developersMay: ["sync"],
      admins: ["msa-admins"],
      clusterAdmins: ["jclee-admins"],
      exec: false,
    });
  });

  it("is what the stack file says, with empty lists for nobody", () => {
    assert.deepEqual(fixtures.read("everything").access, {
      developers: ["shop-developers", "CN=Shop, OU=Groups"],
      developersMay: ["sync", "logs"],
      admins: [],
      clusterAdmins: ["1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11"],
      exec: true,
    });
  });

  it("leaves developers nothing but a look when the stack says so", () => {
    const { developers, developersMay } = fixtures.read("narrower-for-developers").access;
    assert.deepEqual([developers, developersMay], [["msa-developers"], []]);
  });

  it("is the owner's to say for the whole cluster, on another's platform", () => {
    assert.deepEqual(fixtures.read("of-tenant").access, {
      developers: [],
      developersMay: ["sync"],
      admins: ["shop-admins"],
      clusterAdmins: ["c"],
      exec: true,
    });
  });

  it("without a login through OpenID Connect is off, for everybody who is in a group", () => {
    assert.deepEqual(fixtures.read("everything").off.at(-1), {
      what: "Login of shop-developers, CN=Shop, OU=Groups and 1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11",
      why: "oidc is not set, which says who is in a group",
      turnOn:
        "add `msa:oidc: { issuer: https://login.example.org, clientId: msa }` to Pulumi.production.yaml",
    });
  });
});

describe("the sync windows of an environment", () => {
  it("are in Seoul's time, for all services and open to humans, unless they say otherwise", () => {
    assert.deepEqual(fixtures.read("everything").sync.windows, [
      {
        kind: "deny",
        schedule: "0 22 * * 1-5",
        duration: "8h",
        timeZone: "Asia/Seoul",
        services: [],
        manualSync: true,
      },
      {
        kind: "allow",
        schedule: "*/30 8-18/2 ? JAN-jun,dec MON,3-5/2",
        duration: "1h30m",
        timeZone: "America/Argentina/Buenos_Aires",
        services: ["orders"],
        manualSync: false,
        description: "Office hours.",
      },
    ]);
  });

  it("have a result asserted for each of their fixtures", () => {
    assert.deepEqual(fixtures.unread(), []);
  });
});
