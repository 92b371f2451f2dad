import { gunzipSync } from "node:zlib";

import type { V1Secret } from "@kubernetes/client-node";
import { parse } from "yaml";

import type { KubernetesObject } from "../../manifests/object.ts";
import { parseManifests } from "../../manifests/parse-manifests.ts";
import { CliError } from "../errors.ts";

/** What Helm keeps of a revision, as far as it is read here (helm.sh/helm/v3/pkg/release). */
export interface StoredRelease {
  readonly info?: { readonly description?: string };
  readonly manifest?: string;
  readonly chart?: { readonly files?: readonly { readonly name: string; readonly data: string }[] };
}

const gzip = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * Unpacks Helm's record: JSON, gzip and base64, and around it the base64 of every Secret. Old versions of
 * Helm did not compress (helm.sh/helm/v3/pkg/storage/driver/util.go).
 *
 * @throws CliError when it is something else.
 */
export function storedRelease({ metadata, data }: V1Secret): StoredRelease {
  try {
    const helms = Buffer.from(data?.["release"] ?? "", "base64").toString();
    const packed = Buffer.from(helms, "base64");
    const text = packed.subarray(0, 3).equals(gzip) ? gunzipSync(packed) : packed;
    return JSON.parse(text.toString()) as StoredRelease;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `Secret ${metadata?.namespace ?? ""}/${metadata?.name ?? ""}: is labelled as Helm's and is no ` +
        `release (${why}). Delete it if nothing needs it, and run the same command again.`,
    );
  }
}

/**
 * Names of the CustomResourceDefinitions of a release: those in its manifest, which charts may tell Helm to
 * keep, and those in `crds/`, which Helm installs and never removes.
 */
export function definitionsOf({ manifest = "", chart }: StoredRelease): string[] {
  const files = (chart?.files ?? [])
    .filter(({ name }) => /^crds\/.+\.ya?ml$/.test(name))
    .map(({ data }) => Buffer.from(data, "base64").toString());
  return [manifest, ...files]
    .flatMap(documentsOf)
    .filter(isDefinition)
    .map(nameOf)
    .filter((name) => name !== undefined);
}

/** Objects of a release's manifest, CustomResourceDefinitions left out. */
export function objectsOf({ manifest = "" }: StoredRelease): readonly KubernetesObject[] {
  return documentsOf(manifest)
    .filter((document) => !isDefinition(document))
    .flatMap(parseManifests);
}

function documentsOf(text: string): string[] {
  return text.replaceAll("\r\n", "\n").split(/^---.*$/m);
}

function isDefinition(document: string): boolean {
  return /^["']?kind["']?: *["']?CustomResourceDefinition["']?\s*$/m.test(document);
}

/** Only its metadata is parsed: the schema below it can be a megabyte of YAML. */
function nameOf(definition: string): string | undefined {
  const metadata = /^metadata:.*\n(?:(?:[ #].*)?\n)*/m.exec(`${definition}\n`)?.[0] ?? "";
  const parsed = parse(metadata) as { metadata?: { name?: string } } | null;
  return parsed?.metadata?.name;
}
