import "./reflect.ts";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KeyObject, type webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Layout } from "./layout.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const tenYears = 10 * 365 * 24 * 3600 * 1000;
const oneDay = 24 * 3600 * 1000;

interface Authority {
  readonly subject: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Where the certificates of one cluster lie. */
export interface Certificates {
  readonly authority: string;
  readonly server: Pair;
  readonly admin: Pair;
  /** With this one the API server shows itself to aggregated API servers. */
  readonly frontProxy: Pair;
  /** Signs the tokens of ServiceAccounts. */
  readonly serviceAccountKey: string;
}

export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export function certificatesOf(layout: Layout): Certificates {
  const pair = (name: string): Pair => ({
    certificate: join(layout.pki, `${name}.crt`),
    key: join(layout.pki, `${name}.key`),
  });
  return {
    authority: join(layout.pki, "ca.crt"),
    server: pair("server"),
    admin: pair("admin"),
    frontProxy: pair("front-proxy"),
    serviceAccountKey: join(layout.pki, "service-account.key"),
  };
}

/** Makes the cluster's own certificate authority and its certificates, once; they hold ten years. */
export async function ensureCertificates(layout: Layout): Promise<Certificates> {
  const certificates = certificatesOf(layout);
  if (existsSync(layout.pki)) return certificates;
  // Made beside and moved as a whole: a crash half-way leaves nothing that looks finished.
  const draft = `${layout.pki}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const authority = await makeAuthority(draft);
  await issue(authority, draft, "server", "CN=kube-apiserver", serverNames);
  await issue(authority, draft, "admin", "CN=msa-admin,O=system:masters");
  await issue(authority, draft, "front-proxy", "CN=front-proxy-client");
  await writeKey(await makeKeys(), join(draft, "service-account.key"));
  await rename(draft, layout.pki);
  return certificates;
}

const serverNames: x509.JsonGeneralName[] = [
  ...[
    "localhost",
    "kubernetes.default",
    "kubernetes.default.svc",
    "metrics-server.kube-system.svc",
  ].map((value): x509.JsonGeneralName => ({ type: "dns", value })),
  // The second is the first address of the Service range, where `kubernetes.default` lives.
  ...["127.0.0.1", "10.96.0.1"].map((value): x509.JsonGeneralName => ({ type: "ip", value })),
];

async function makeAuthority(folder: string): Promise<Authority> {
  const keys = await makeKeys();
  const subject = "CN=msa-local-cluster";
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: subject,
    keys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  await writeFile(join(folder, "ca.crt"), `${certificate.toString("pem")}\n`);
  return { subject, keys };
}

/** One key for both directions: etcd and the API server show the server certificate as clients too. */
async function issue(
  authority: Authority,
  folder: string,
  name: string,
  subject: string,
  names: x509.JsonGeneralName[] = [],
): Promise<void> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: authority.subject,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  await writeFile(join(folder, `${name}.crt`), `${certificate.toString("pem")}\n`);
  await writeKey(keys, join(folder, `${name}.key`));
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

/** In the form (SEC 1) that the API server reads for every purpose. */
async function writeKey(keys: webcrypto.CryptoKeyPair, path: string): Promise<void> {
  await writeFile(path, KeyObject.from(keys.privateKey).export({ type: "sec1", format: "pem" }), {
    mode: 0o600,
  });
}

/** From yesterday on, so that a clock set back a little does no harm. */
function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - oneDay), notAfter: new Date(now + tenYears) };
}
