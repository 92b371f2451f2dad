import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { basename, join } from "node:path";

import { create } from "tar";
import { stringify } from "yaml";

import { selfSigned } from "../../support/sinks/certificate.ts";

/** The repositories of the Releases, under their own names, without a network. */
export interface ChartRepositories {
  /** What sends the provider here. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const hosts = ["argoproj.github.io", "charts.jclee.me", "kubernetes-sigs.github.io"];
/** Every chart that a Release of the good stack names; 3.13.2 the pack is not given. */
const charts = [
  ["argo-cd", "10.1.1"],
  ["carrier", "1.0.0"],
  ["metrics-server", "3.13.1"],
  ["metrics-server", "3.13.2"],
] as const;

/**
 * Serves charts that only have a name and a version, since a preview without a cluster reads no more of them.
 *
 * @param folder where packages and the certificate are put.
 */
export async function chartRepositories(folder: string): Promise<ChartRepositories> {
  const { certificate: cert, key } = await selfSigned(hosts);
  const authority = join(folder, "repositories.pem");
  writeFileSync(authority, cert);
  const packages = join(folder, "packages");
  for (const [name, version] of charts) await pack(packages, name, version);
  const files = createSecureServer({ cert, key }, (request, response) => {
    const name = basename(request.url ?? "");
    if (name === "index.yaml") response.end(index());
    else response.end(readFileSync(join(packages, name)));
  });
  await listening(files);
  const proxy = createServer();
  proxy.on("connect", (_request, client) => {
    const server = connect(portOf(files), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      socket.on("error", () => {
        client.destroy();
        server.destroy();
      });
    }
  });
  await listening(proxy);
  return {
    env: {
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NO_PROXY: "127.0.0.1,localhost",
      SSL_CERT_FILE: authority,
    },
    close: async () => {
      await Promise.all([proxy, files].map(closed));
    },
  };
}

async function pack(folder: string, name: string, version: string): Promise<void> {
  const source = join(folder, `${name}-${version}`);
  mkdirSync(join(source, name), { recursive: true });
  writeFileSync(join(source, name, "Chart.yaml"), stringify({ apiVersion: "v2", name, version }));
  await create({ gzip: true, cwd: source, file: `${source}.tgz` }, [name]);
}

function index(): string {
  const entries = Map.groupBy(charts, ([name]) => name);
  return stringify({
    apiVersion: "v1",
    entries: Object.fromEntries(
      [...entries].map(([name, versions]) => [
        name,
        versions.map(([, version]) => ({ name, version, urls: [`${name}-${version}.tgz`] })),
      ]),
    ),
  });
}

function portOf(server: Server | SecureServer): number {
  return (server.address() as AddressInfo).port;
}

function listening(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function closed(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
