import { ApiException, setHeaderOptions } from "@kubernetes/client-node";

import { CliError } from "./errors.ts";
import { describeKubeFailure } from "./kube-failure.ts";
import { answerWithin } from "./preflight/fetch-failure.ts";

/** Lists of a whole cluster are megabytes; after this nobody answers any more. */
const patienceMilliseconds = 60_000;

function metadataAs(form: string) {
  const accept = [`application/json;as=${form};g=meta.k8s.io;v=v1`, "application/json"];
  return setHeaderOptions("Accept", accept.join(","));
}

/**
 * Options that ask a list for names and labels only: releases and definitions are up to a megabyte each. A
 * server that does not know the form answers with everything, which is right as well.
 */
export const metadataOnly = metadataAs("PartialObjectMetadataList");

/** The same for a single object; the API server refuses the form of a list there (HTTP 406). */
export const metadataOnlyOfOne = metadataAs("PartialObjectMetadata");

/** The account may not ask for that (HTTP 403); `said` are the server's own words. */
export class ForbiddenError extends CliError {
  public readonly said: string;

  constructor(message: string, said: string) {
    super(message);
    this.said = said;
  }
}

/**
 * The answer of an API server.
 *
 * @param what what is asked for, such as `Helm's records in namespace monitoring`.
 * @throws CliError in words when it refuses or does not answer; a ForbiddenError when the right is missing.
 */
export async function answerFor<T>(what: string, asked: Promise<T>): Promise<T> {
  try {
    return await answerWithin(patienceMilliseconds, asked);
  } catch (error) {
    const code = error instanceof ApiException ? error.code : undefined;
    const said = describeKubeFailure(error);
    const message =
      `cluster: ${what}: no answer that can be used (${said}). ` +
      (code === 401 || code === 403
        ? "Log in to the cluster, or ask for the right; then run the same command again."
        : "Check that the cluster runs; then run the same command again.");
    throw code === 403 ? new ForbiddenError(message, said) : new CliError(message);
  }
}

/** The same; undefined when there is no such object. */
export async function answerIfThere<T>(what: string, asked: Promise<T>): Promise<T | undefined> {
  return answerFor(
    what,
    asked.catch((error: unknown) => {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    }),
  );
}
