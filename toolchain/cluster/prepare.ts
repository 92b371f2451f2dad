import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { ToolchainError } from "../errors.ts";
import { certificatesOf, ensureCertificates } from "./certificates.ts";
import type { ClusterSpec } from "./cluster.ts";
import { replaceFile } from "../replace.ts";
import { isSystemError } from "./errors.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { removeLeftovers } from "./leftovers.ts";
import { partsOf, podPartsOf } from "./parts/order.ts";
import { podRoles } from "./parts/pod-roles.ts";
import { linkOf, type PartContext } from "./parts/part.ts";
import { clusterToolNames } from "./tool-names.ts";
import type { Ports } from "./ports.ts";

const stages = join(import.meta.dirname, "stages");

/** What the parts of `spec` are described from. */
export function contextOf(spec: ClusterSpec, ports: Ports): PartContext {
  const layout = layoutOf(spec.folder);
  return { spec, layout, ports, certificates: certificatesOf(layout) };
}

/** Writes every file that the parts read. Safe to repeat; keys and data of an earlier start are kept. */
export async function prepareFolder(context: PartContext): Promise<void> {
  const { spec, layout, ports } = context;
  await removeLeftovers(layout, ports);
  const folders = [layout.logs, layout.bin, layout.home, layout.temporary];
  const argocd = ["config", "tls", "ssh", "gpg", "plugins"].map((name) =>
    join(layout.argocd, name),
  );
  for (const folder of [...folders, ...argocd]) await mkdir(folder, { recursive: true });
  await mkdir(layout.etcd, { recursive: true, mode: 0o700 });
  await ensureCertificates(layout);
  await writeKubeconfig(layout, spec.name, ports);
  replaceFile(layout.kwokConfig, await kwokConfig(ports));
  await linkTools(spec, layout);
}

/**
 * Says in a few letters what the parts would be started from: their arguments, the tools themselves, the stages and
 * settings. A running cluster with another digest is not the one that was asked for.
 */
export async function digestOf(context: PartContext): Promise<string> {
  const hash = createHash("sha256");
  for (const { name, command, args, environment } of [
    ...partsOf(context),
    ...podPartsOf(context),
  ]) {
    hash.update(JSON.stringify({ name, command, args, environment }));
  }
  for (const name of clusterToolNames(context.spec.metrics === true))
    hash.update(await sealOf(name, context.spec.tools[name]));
  for await (const file of glob("{stages,objects,metrics}/*", {
    cwd: import.meta.dirname,
  })) {
    hash.update(await readFile(join(import.meta.dirname, file)));
  }
  hash.update(JSON.stringify([context.spec.nodes, context.spec.metrics, context.spec.helmFolder]));
  return hash.digest("hex").slice(0, 16);
}

/** Any Stage in the configuration replaces all defaults, so it holds the defaults too. */
async function kwokConfig(ports: Ports): Promise<string> {
  const documents: string[] = [];
  for await (const file of glob("*.yaml", { cwd: stages })) documents.push(file);
  const contents = await Promise.all(
    documents.sort().map((file) => readFile(join(stages, file), "utf8")),
  );
  return [...contents, ...portForwards(ports).map((each) => stringify(each))].join("\n---\n");
}

/** What answers for simulated pods when a port of theirs is forwarded: `kubectl port-forward` as anywhere. */
function portForwards(ports: Ports): readonly object[] {
  return podRoles.flatMap(({ serves }) =>
    serves === undefined
      ? []
      : {
          apiVersion: "kwok.x-k8s.io/v1alpha1",
          kind: "ClusterPortForward",
          metadata: { name: serves.listener },
          spec: {
            selector: { matchNames: serves.pods },
            forwards: [
              {
                ports: [serves.port],
                target: { address: "127.0.0.1", port: ports[serves.listener] },
              },
            ],
          },
        },
  );
}

/** Links from the folder to the tools: a process started through one names the folder in its command line. */
async function linkTools(spec: ClusterSpec, layout: Layout): Promise<void> {
  for (const name of clusterToolNames(spec.metrics === true)) {
    const link = linkOf(layout, name);
    await rm(link, { force: true });
    await symlink(spec.tools[name] ?? "", link);
  }
}

async function sealOf(name: string, path = ""): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw error;
    throw new ToolchainError(
      `${name}: no such tool (looked at "${path}"). Prepare the toolchain first.`,
    );
  }
}
