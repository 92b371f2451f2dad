import assert from "node:assert/strict";

import { CertificateIssuer } from "../components/mesh/certificate-issuer.ts";
import { EnvironmentGateway } from "../components/mesh/environment-gateway.ts";
import { ManagementRoutes } from "../components/mesh/management-routes.ts";
import { MeshMonitors } from "../components/mesh/mesh-monitors.ts";
import { MeshPolicy } from "../components/mesh/mesh-policy.ts";
import type { Issuer } from "../config/model.ts";
import { meshConfigOf, ownIstio, recordMesh, sampleTool } from "./components/mesh/mesh-samples.ts";
import { objectSchemas, objectsIn, type ObjectSchemas } from "./support/object-findings.ts";
import { sampleAddons } from "./support/sample-config.ts";

const acme = { kind: "acme", server: "https://acme.example.com", email: "a@example.com" } as const;
const issuers: Readonly<Record<string, Issuer>> = {
  "signed by itself": { kind: "selfSigned" },
  "with an authority of our own": { kind: "ca", secretName: "company-ca" },
  "with ACME through the gateway": acme,
  "with ACME by DNS": {
    ...acme,
    dns01: { cloudflare: { apiTokenSecretRef: { name: "dns", key: "token" } } },
  },
};

async function objectsWith(issuer: Issuer): Promise<readonly unknown[]> {
  const config = meshConfigOf({
    images: { pullSecrets: ["harbor"] },
    tools: [sampleTool("argo", "own"), sampleTool("prometheus", "oauth2-proxy")],
    addons: sampleAddons({
      istio: ownIstio,
      oauth2Proxy: { install: true, namespace: "login" },
      certManager: { install: true, namespace: "cert-manager", issuer },
    }),
  });
  return objectsIn(
    await recordMesh(
      config,
      MeshPolicy,
      MeshMonitors,
      CertificateIssuer,
      EnvironmentGateway,
      ManagementRoutes,
    ),
  );
}

describe("objects of the mesh: what the API server would say", function () {
  this.timeout(120_000);
  let schemas: ObjectSchemas;

  before(() => {
    schemas = objectSchemas();
  });
  after(() => {
    schemas.remove();
  });

  for (const [name, issuer] of Object.entries(issuers)) {
    it(`has nothing against a single one ${name}`, async () => {
      assert.deepEqual(schemas.findings(await objectsWith(issuer)), []);
    });
  }

  it("would refuse an unknown field in every kind that is made", async () => {
    const objects = (await objectsWith({ kind: "selfSigned" })) as { kind: string; spec: object }[];
    const misspelt = objects.map((object) => ({ ...object, spec: { ...object.spec, hosst: [] } }));

    const refused = schemas.findings(misspelt).map(({ kind, status }) => `${kind} ${status}`);

    assert.deepEqual(refused.sort(), objects.map(({ kind }) => `${kind} statusInvalid`).sort());
    assert.equal(new Set(objects.map(({ kind }) => kind)).size, 9);
  });
});
