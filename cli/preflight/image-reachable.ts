import { isIP } from "node:net";

import type { Image } from "../../config/model.ts";
import { describeFailure, timeoutMilliseconds } from "./fetch-failure.ts";

/** Manifest types of images, their lists, and charts (OCI image spec 1.1, Docker schema 2). */
export const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** One manifest in a registry. */
export interface ManifestQuery {
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
  /** How long each answer may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * What keeps an image from being pulled without credentials; undefined when nothing does.
 *
 * @param timeout how long the registry may take, in milliseconds.
 */
export async function imageProblem(
  image: Image,
  timeout = timeoutMilliseconds,
): Promise<string | undefined> {
  const { registry, repository, tag, digest } = image;
  const problem = await manifestProblem({
    registry,
    repository,
    reference: digest ?? tag,
    timeout,
  });
  return problem === undefined ? undefined : `image ${registry}/${repository}:${tag}: ${problem}`;
}

/** Asks a registry for one manifest, with an anonymous token where it wants one. */
export async function manifestProblem(query: ManifestQuery): Promise<string | undefined> {
  const { registry, repository, reference, timeout } = query;
  const url = `${registryUrl(registry)}/v2/${repository}/manifests/${reference}`;
  try {
    let response = await ask(url, timeout);
    const challenge = response.headers.get("www-authenticate");
    if (response.status === 401 && challenge !== null) {
      response = await ask(url, timeout, await tokenFor(challenge, { timeout }));
    }
    return refusal(response.status);
  } catch (error) {
    return `cannot be reached (${registry}: ${describeFailure(error, timeout)})`;
  }
}

function refusal(status: number): string | undefined {
  if (status >= 200 && status < 300) {
    return undefined;
  }
  if (status === 404) {
    return "does not exist there (HTTP 404)";
  }
  return status === 401 || status === 403
    ? `needs credentials (HTTP ${status})`
    : `cannot be reached (HTTP ${status})`;
}

async function ask(url: string, timeout: number, token?: string): Promise<Response> {
  return fetch(url, {
    method: "HEAD",
    headers: {
      accept: manifestTypes,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    signal: AbortSignal.timeout(timeout),
  });
}

/**
 * Follows a Bearer challenge (distribution spec, token authentication).
 *
 * @param authorization of a login, such as `Basic …`. @default nobody's
 */
export async function tokenFor(
  challenge: string,
  { timeout, authorization }: { readonly timeout: number; readonly authorization?: string },
): Promise<string | undefined> {
  const fields = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = fields.get("realm");
  if (realm === undefined || !/^bearer /i.test(challenge)) {
    return undefined;
  }
  const url = new URL(realm);
  for (const key of ["service", "scope"]) {
    const value = fields.get(key);
    if (value !== undefined) {
      url.searchParams.set(key, value);
    }
  }
  const headers = { ...(authorization !== undefined && { authorization }) };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
  if (!response.ok) {
    // It gives no token: the registry's own 401 says what that means.
    return undefined;
  }
  const { token, access_token: accessToken } = (await response.json()) as Record<
    string,
    string | undefined
  >;
  return token ?? accessToken;
}

/** Where a registry's API is, such as `https://registry-1.docker.io`. */
export function registryUrl(registry: string): string {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  return `${scheme(host)}://${host}`;
}

/** Registries speak https; one on the loopback interface may do without. */
function scheme(host: string): "http" | "https" {
  const name = host.replace(/:\d+$/, "");
  return name === "localhost" || (isIP(name) === 4 && name.startsWith("127.")) ? "http" : "https";
}
