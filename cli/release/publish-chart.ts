import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { list } from "tar";

import { chartIdentity } from "../../manifests/chart-content.ts";
import { HelmError, runHelm } from "../../manifests/helm.ts";
import { museum } from "./museum.ts";
import { PublishError } from "./publish-error.ts";

/** A chart and where it goes. */
export interface Publication {
  /** Helm executable. */
  readonly helm: string;
  /** Folder of the chart. */
  readonly chart: string;
  /** A ChartMuseum, `https://…`, or a registry, `oci://…`. */
  readonly repository: string;
  /** For a ChartMuseum; a registry's login is Helm's own (`helm registry login`). */
  readonly login?: { readonly user: string; readonly password: string };
}

export interface Published {
  readonly name: string;
  readonly version: string;
  /** `present`: that version is there already, with the same content. */
  readonly result: "published" | "present";
}

/** Where a repository's charts are. */
export interface Repository {
  /** Writes the packaged chart to a file; false when that version is not there. */
  get(name: string, version: string, file: string): Promise<boolean>;
  /** False when another one was quicker. */
  put(file: string): Promise<boolean>;
}

/**
 * Publishes a chart when its version is new. A version's content never changes: one that is there with
 * another content is refused.
 *
 * @throws PublishError · HelmError when the chart cannot be packaged.
 */
export async function publishChart(publication: Publication): Promise<Published> {
  const { helm, chart, repository } = publication;
  const { name, version } = await chartIdentity(chart);
  const folder = mkdtempSync(join(tmpdir(), "publish-"));
  const remote = repository.startsWith("oci://") ? registry(publication) : museum(publication);
  try {
    await runHelm({ helm, args: ["package", chart, "--destination", folder] });
    const own = join(folder, `${name}-${version}.tgz`);
    const theirs = join(folder, "theirs.tgz");
    const isNew = !(await remote.get(name, version, theirs));
    if (isNew && (await remote.put(own))) return { name, version, result: "published" };
    if (isNew) await remote.get(name, version, theirs);
    const digests = [await contentOf(own), await contentOf(theirs)];
    if (digests[0] === digests[1]) return { name, version, result: "present" };
    throw new PublishError(
      `chart ${name} ${version}: ${repository} has this version with another content. ` +
        "Raise version in Chart.yaml and publish that.",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Digest of what is in a package: packages of the same chart differ in their times. */
async function contentOf(file: string): Promise<string> {
  const found: (readonly [string, Promise<Buffer>])[] = [];
  await list({ file, onReadEntry: (entry) => found.push([entry.path, entry.concat()]) });
  const hash = createHash("sha256");
  for (const [path, content] of found.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = await content;
    hash.update(`${path}\n${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function registry({ helm, repository }: Publication): Repository {
  // A registry on this machine, as tests have it, speaks no TLS.
  const plain = /^oci:\/\/(127\.0\.0\.1|localhost)[:/]/.test(repository) ? ["--plain-http"] : [];
  return {
    get: async (name, version, file) => {
      const target = mkdtempSync(`${file}-`);
      const args = ["pull", `${repository}/${name}`, "--version", version, "--destination", target];
      try {
        await runHelm({ helm, args: [...args, ...plain] });
      } catch (error) {
        if (error instanceof HelmError && /not found/.test(error.message)) return false;
        throw refused(repository, error);
      }
      const [pulled = ""] = readdirSync(target);
      return move(join(target, pulled), file);
    },
    put: async (file) => {
      await runHelm({ helm, args: ["push", file, repository, ...plain] }).catch(
        (error: unknown) => {
          throw refused(repository, error);
        },
      );
      return true;
    },
  };
}

function move(from: string, to: string): true {
  renameSync(from, to);
  return true;
}

function refused(repository: string, error: unknown): PublishError {
  const words = error instanceof Error ? error.message : String(error);
  return new PublishError(
    `${repository}: refused (${words}). Log in: helm registry login ${new URL(repository).host}`,
  );
}
