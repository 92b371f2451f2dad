import { CliError, exitCodes } from "../errors.ts";
import { describeFailure } from "../preflight/fetch-failure.ts";
import { manifestTypes, registryUrl, tokenFor } from "../preflight/image-reachable.ts";

/** A login of a registry. */
export interface RegistryAccount {
  readonly user: string;
  readonly password: string;
}

/** Where a manifest is asked for. */
export interface ManifestPlace {
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
}

/** How long each answer may take, in milliseconds. */
const timeout = 30_000;

/**
 * The digest of a manifest in a registry (OCI distribution specification 1.1, "Checking if content exists").
 *
 * @returns undefined when it is not there.
 * @throws CliError when the registry refuses, does not answer or tells no digest.
 */
export async function manifestDigest(
  place: ManifestPlace,
  account?: RegistryAccount,
): Promise<string | undefined> {
  const response = await head(place, account);
  if (response.status === 404) return undefined;
  const digest = response.headers.get("docker-content-digest");
  if (response.ok && digest !== null) return digest;
  const isRefusal = response.status === 401 || response.status === 403;
  throw new CliError(
    `image ${nameOf(place)}: the registry ${isRefusal ? "lets nobody look" : "gives no answer that can be used"} ` +
      `(HTTP ${response.status}). ${isRefusal ? "Set REGISTRY_USER and REGISTRY_PASSWORD." : "Try again later."}`,
    isRefusal ? exitCodes.badInput : exitCodes.failed,
  );
}

/** `<registry>/<repository>:<tag>`, or `@` and a digest. */
export function nameOf({ registry, repository, reference }: ManifestPlace): string {
  return `${registry}/${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
}

function head(place: ManifestPlace, account?: RegistryAccount): Promise<Response> {
  const { registry, repository, reference } = place;
  const url = `${registryUrl(registry)}/v2/${repository}/manifests/${reference}`;
  const headers = { accept: manifestTypes };
  return ask(nameOf(place), url, { method: "HEAD", headers, timeout }, account);
}

/** A request to a registry; its body can be sent twice. */
export interface RegistryRequest {
  readonly method: "HEAD" | "POST" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  /** How long the answer may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Sends a request, and again with a login or a token where the registry asks for one.
 *
 * @param what the image that it is about, for people.
 * @throws CliError when the registry cannot be reached.
 */
export async function ask(
  what: string,
  url: string | URL,
  request: RegistryRequest,
  account?: RegistryAccount,
): Promise<Response> {
  const basic = account === undefined ? undefined : basicOf(account);
  try {
    const response = await send(url, request);
    const challenge = response.headers.get("www-authenticate");
    if (response.status !== 401 || challenge === null) return response;
    if (/^basic /i.test(challenge)) {
      return basic === undefined ? response : await send(url, request, basic);
    }
    const token = await tokenFor(challenge, {
      timeout: request.timeout,
      ...(basic !== undefined && { authorization: basic }),
    });
    return token === undefined ? response : await send(url, request, `Bearer ${token}`);
  } catch (error) {
    throw new CliError(
      `image ${what}: the registry cannot be reached (${describeFailure(error, request.timeout)}). ` +
        "Check the network, then run the same command again.",
    );
  }
}

function send(
  url: string | URL,
  { timeout: patience, headers, ...request }: RegistryRequest,
  authorization?: string,
): Promise<Response> {
  return fetch(url, {
    ...request,
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    signal: AbortSignal.timeout(patience),
  });
}

function basicOf({ user, password }: RegistryAccount): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
