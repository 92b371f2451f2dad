import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startServer, type Answer } from "../cli/fake-server.ts";

/** A ConfigMap of kube-system, as far as hooks read it. */
export interface FakeConfigMap {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface FakeApiServer {
  /** Context that leads to it, in the kubeconfig that this process uses meanwhile. */
  readonly context: string;
  stop(): Promise<void>;
}

const folder = "/api/v1/namespaces/kube-system/configmaps";

/** Starts an API server that has only the given ConfigMaps, and makes it this process's cluster. */
export async function startApiServer(
  configMaps: () => readonly FakeConfigMap[],
): Promise<FakeApiServer> {
  const server = await startServer((address) => answer(new URL(address, "http://x"), configMaps()));
  const home = mkdtempSync(join(tmpdir(), "msa-fake-api-"));
  const before = process.env["KUBECONFIG"];
  process.env["KUBECONFIG"] = join(home, "kubeconfig");
  const context = "fake";
  writeFileSync(join(home, "kubeconfig"), JSON.stringify(kubeconfig(context, server.url)));
  return {
    context,
    stop: async () => {
      if (before === undefined) delete process.env["KUBECONFIG"];
      else process.env["KUBECONFIG"] = before;
      rmSync(home, { recursive: true, force: true });
      await server.stop();
    },
  };
}

function answer({ pathname, searchParams }: URL, configMaps: readonly FakeConfigMap[]): Answer {
  if (pathname === "/api/v1") {
    const resource = { name: "configmaps", kind: "ConfigMap", namespaced: true, verbs: ["get"] };
    return { body: { kind: "APIResourceList", groupVersion: "v1", resources: [resource] } };
  }
  if (pathname === folder) {
    const [key = "", value = ""] = (searchParams.get("labelSelector") ?? "").split("=");
    const found = configMaps.filter(({ labels }) => labels[key] === value);
    return { body: { kind: "ConfigMapList", apiVersion: "v1", items: found.map(object) } };
  }
  const found = configMaps.find(({ name }) => pathname === `${folder}/${name}`);
  return found === undefined
    ? { status: 404, body: { kind: "Status", code: 404, reason: "NotFound" } }
    : { body: object(found) };
}

function object({ name, labels }: FakeConfigMap) {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "kube-system", labels },
  };
}

function kubeconfig(name: string, server: string) {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name, user: { token: "none" } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": "another",
  };
}
