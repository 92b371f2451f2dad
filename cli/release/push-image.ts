import { openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { extract } from "tar";
import { z } from "zod";

import { CliError, exitCodes } from "../errors.ts";
import { registryUrl } from "../preflight/image-reachable.ts";
import {
  ask,
  manifestDigest,
  nameOf,
  type ManifestPlace,
  type RegistryAccount,
} from "./registry.ts";

const descriptor = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  mediaType: z.string(),
});
const layout = z.object({ manifests: z.tuple([descriptor]) });
/** An index has manifests, a manifest a config and layers (OCI image specification 1.1). */
const content = z.object({
  manifests: z.array(descriptor).default([]),
  config: descriptor.optional(),
  layers: z.array(descriptor).default([]),
});

type Descriptor = z.infer<typeof descriptor>;

/** Milliseconds that one blob may take. */
const patience = 600_000;

/**
 * Pushes an image from a file: a tar of an OCI layout, as `docker buildx build --output type=oci,dest=…` and
 * `docker save` (25 or newer) write it. A tag that is there is never moved.
 *
 * @returns the digest that the tag stands for.
 * @throws CliError, exit code 2, for a file of another kind and for a tag of another image.
 */
export async function pushImage(
  file: string,
  place: ManifestPlace,
  account?: RegistryAccount,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "msa-image-"));
  try {
    const top = await readLayout(file, folder);
    const there = await manifestDigest(place, account);
    if (there === top.digest) return there;
    if (there !== undefined) throw moved(file, top, place, there);
    await pushManifest(top, place.reference, { folder, place, account });
    return top.digest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readLayout(file: string, folder: string): Promise<Descriptor> {
  try {
    await extract({ file, cwd: folder, strict: true });
    return layout.parse(JSON.parse(await readFile(join(folder, "index.json"), "utf8")))
      .manifests[0];
  } catch {
    throw new CliError(
      `--image: is no digest and no image as a tar file (found "${file}"). ` +
        `Write one: docker buildx build --output type=oci,dest=${file.endsWith(".tar") ? file : "image.tar"} .`,
      exitCodes.badInput,
    );
  }
}

interface Pushing {
  readonly folder: string;
  readonly place: ManifestPlace;
  readonly account: RegistryAccount | undefined;
}

/** What a manifest names comes before it: a registry refuses it otherwise. */
async function pushManifest(
  { digest, mediaType }: Descriptor,
  reference: string,
  pushing: Pushing,
): Promise<void> {
  const text = await readFile(fileOf(pushing.folder, digest), "utf8");
  const { manifests, config, layers } = content.parse(JSON.parse(text));
  for (const each of manifests) await pushManifest(each, each.digest, pushing);
  for (const each of [...(config === undefined ? [] : [config]), ...layers]) {
    await pushBlob(each.digest, pushing);
  }
  const { place, account } = pushing;
  const headers = { "content-type": mediaType };
  const request = { method: "PUT", headers, body: text, timeout: patience } as const;
  const url = `${baseOf(place)}/manifests/${reference}`;
  expectOk(await ask(nameOf(place), url, request, account), place);
}

/** One blob in one go (OCI distribution specification 1.1, "POST then PUT"). */
async function pushBlob(digest: string, { folder, place, account }: Pushing): Promise<void> {
  const what = nameOf(place);
  const there = { method: "HEAD", timeout: patience } as const;
  if ((await ask(what, `${baseOf(place)}/blobs/${digest}`, there, account)).ok) return;
  const begin = { method: "POST", timeout: patience } as const;
  const uploads = `${baseOf(place)}/blobs/uploads/`;
  const begun = expectOk(await ask(what, uploads, begin, account), place);
  const url = new URL(begun.headers.get("location") ?? "", uploads);
  url.searchParams.set("digest", digest);
  const body = await openAsBlob(fileOf(folder, digest));
  const headers = { "content-type": "application/octet-stream" };
  const request = { method: "PUT", headers, body, timeout: patience } as const;
  expectOk(await ask(what, url, request, account), place);
}

function expectOk(response: Response, place: ManifestPlace): Response {
  if (response.ok) return response;
  throw new CliError(
    `image ${nameOf(place)}: the registry does not take it (HTTP ${response.status}). ` +
      "Set REGISTRY_USER and REGISTRY_PASSWORD to a login that may push there.",
  );
}

function baseOf({ registry, repository }: ManifestPlace): string {
  return `${registryUrl(registry)}/v2/${repository}`;
}

function fileOf(folder: string, digest: string): string {
  return join(folder, "blobs", ...digest.split(":"));
}

function moved(file: string, top: Descriptor, place: ManifestPlace, there: string): CliError {
  return new CliError(
    `--image: is not what the tag stands for (found ${top.digest} in ${file}; ${nameOf(place)} is ${there}). ` +
      "A tag is never moved: choose a new version.",
    exitCodes.badInput,
  );
}
