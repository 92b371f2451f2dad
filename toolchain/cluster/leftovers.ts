import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** Argo CD prefers this folder to TMPDIR (gitops-engine, pkg/utils/io/io.go): it is memory on Linux. */
const sharedMemory = "/dev/shm";

/** Nothing that is applied takes longer, in milliseconds. */
const outdated = 10 * 60_000;

/** What tells a manifest that Argo CD was about to apply. */
const tracking = "argocd.argoproj.io/tracking-id";

/**
 * Removes what the processes of a cluster that does not run left behind: its temporary folder, and the files of a sync
 * that was cut short, which lie outside of it. Among those are kubeconfigs and Secrets.
 */
export async function removeLeftovers(layout: Layout, ports: Ports | undefined): Promise<void> {
  await rm(layout.temporary, { recursive: true, force: true });
  const server = `https://127.0.0.1:${ports?.["kube-apiserver"] ?? "none"}\n`;
  const files = (await readdir(sharedMemory).catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const file of files) {
    const path = join(sharedMemory, file);
    if (await isLeftover(path, server).catch(() => false)) await rm(path, { force: true });
  }
}

/** A manifest does not say which cluster it is for: only one that is of no use to any counts. */
async function isLeftover(path: string, server: string): Promise<boolean> {
  const { uid, mtimeMs } = await stat(path);
  if (uid !== process.getuid?.()) return false;
  const content = await readFile(path, "utf8");
  if (content.includes(`server: ${server}`)) return true;
  return content.includes(tracking) && Date.now() - mtimeMs > outdated;
}
