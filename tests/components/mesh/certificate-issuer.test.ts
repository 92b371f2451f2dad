import assert from "node:assert/strict";

import { CertificateIssuer, issuerName } from "../../../components/mesh/certificate-issuer.ts";
import type { CertManager, Images, Issuer } from "../../../config/model.ts";
import type { RecordedResource } from "../../../recorder/recording.ts";
import { sampleAddons } from "../../support/sample-config.ts";
import { meshConfigOf, objectNames, recordMesh, specOf } from "./mesh-samples.ts";

const acme = {
  kind: "acme",
  server: "https://acme.example.com/directory",
  email: "admin@example.com",
} as const;

function signedBy(issuer: Issuer, images: Images = { pullSecrets: [] }) {
  const certManager: CertManager = { install: false, namespace: "certs", issuer };
  return recordMesh(
    meshConfigOf({ images, addons: sampleAddons({ certManager }) }),
    CertificateIssuer,
  );
}

function solvers(resources: readonly RecordedResource[]): unknown {
  return (specOf(resources, "ClusterIssuer", "msa")["acme"] as { solvers: unknown }).solvers;
}

describe("CertificateIssuer", () => {
  it("makes one root for all hosts where nobody else signs", async () => {
    const resources = await signedBy({ kind: "selfSigned" });

    assert.deepEqual(objectNames(resources), [
      "Certificate certs/msa-root",
      "ClusterIssuer msa",
      "ClusterIssuer msa-self-signed",
    ]);
    assert.deepEqual(specOf(resources, "ClusterIssuer", "msa-self-signed"), { selfSigned: {} });
    assert.deepEqual(specOf(resources, "Certificate", "msa-root"), {
      secretName: "msa-root",
      commonName: "msa development root",
      isCA: true,
      duration: "87600h",
      renewBeforePercentage: 33,
      privateKey: { algorithm: "ECDSA", size: 384, rotationPolicy: "Never" },
      usages: ["digital signature", "cert sign", "crl sign"],
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "msa-self-signed" },
    });
    assert.deepEqual(specOf(resources, "ClusterIssuer", "msa"), { ca: { secretName: "msa-root" } });
  });

  it("signs with an authority of our own", async () => {
    const resources = await signedBy({ kind: "ca", secretName: "company-ca" });

    assert.deepEqual(objectNames(resources), ["ClusterIssuer msa"]);
    assert.deepEqual(specOf(resources, "ClusterIssuer", "msa"), {
      ca: { secretName: "company-ca" },
    });
  });

  it("proves to an ACME authority by DNS, in the words of the configuration", async () => {
    const dns01 = { cloudflare: { apiTokenSecretRef: { name: "dns", key: "token" } } };

    const resources = await signedBy({ ...acme, dns01 });

    assert.deepEqual(specOf(resources, "ClusterIssuer", "msa"), {
      acme: {
        server: "https://acme.example.com/directory",
        email: "admin@example.com",
        privateKeySecretRef: { name: "msa-acme-account" },
        solvers: [{ dns01 }],
      },
    });
  });

  it("proves it through the gateway otherwise, with the class that Istio answers", async () => {
    assert.deepEqual(solvers(await signedBy(acme)), [
      { http01: { ingress: { class: "istio", serviceType: "ClusterIP" } } },
    ]);
  });

  it("pulls the image of the answering pod with the same secrets as all others", async () => {
    assert.deepEqual(solvers(await signedBy(acme, { pullSecrets: ["harbor"] })), [
      {
        http01: {
          ingress: {
            class: "istio",
            serviceType: "ClusterIP",
            podTemplate: { spec: { imagePullSecrets: [{ name: "harbor" }] } },
          },
        },
      },
    ]);
  });

  it("makes nothing where the configuration names an issuer that exists", async () => {
    assert.deepEqual(objectNames(await signedBy({ kind: "existing", name: "letsencrypt" })), []);
  });

  it("says which issuer signs, without a cluster", () => {
    const certManager = { install: true, namespace: "cert-manager" };

    assert.equal(issuerName({ ...certManager, issuer: { kind: "selfSigned" } }), "msa");
    assert.equal(issuerName({ ...certManager, issuer: acme }), "msa");
    assert.equal(
      issuerName({ ...certManager, issuer: { kind: "existing", name: "letsencrypt" } }),
      "letsencrypt",
    );
  });
});
