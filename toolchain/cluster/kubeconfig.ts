import { readFile } from "node:fs/promises";
import { stringify } from "yaml";
import { certificatesOf } from "./certificates.ts";
import { replaceFile } from "../replace.ts";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** The context's name: with a prefix of ours, so that it cannot be mistaken for a cluster of the user's own. */
export function contextOf(name: string): string {
  return `msa-${name}`;
}

/** Writes a kubeconfig that needs no other file, readable by the user alone. */
export async function writeKubeconfig(layout: Layout, name: string, ports: Ports): Promise<void> {
  const { authority, admin } = certificatesOf(layout);
  const context = contextOf(name);
  const inline = async (path: string): Promise<string> => (await readFile(path)).toString("base64");
  const content = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [
      {
        name: context,
        cluster: {
          server: `https://127.0.0.1:${ports["kube-apiserver"]}`,
          "certificate-authority-data": await inline(authority),
        },
      },
    ],
    users: [
      {
        name: context,
        user: {
          "client-certificate-data": await inline(admin.certificate),
          "client-key-data": await inline(admin.key),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  };
  replaceFile(layout.kubeconfig, stringify(content), 0o600);
}
