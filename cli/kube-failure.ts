import { ApiException } from "@kubernetes/client-node";

import { describeFailure } from "./preflight/fetch-failure.ts";

/** Why an API server gave no answer that can be used, in a few words: its own where it has some. */
export function describeKubeFailure(error: unknown): string {
  if (!(error instanceof ApiException)) {
    return describeFailure(error);
  }
  const words = statusMessage(error.body);
  return words === undefined ? `HTTP ${error.code}` : `HTTP ${error.code}: ${words}`;
}

/** The message of a `Status` object, which comes as text or, for some calls, already parsed. */
function statusMessage(body: unknown): string | undefined {
  try {
    const status = (typeof body === "string" ? JSON.parse(body) : body) as
      { readonly message?: string } | undefined;
    return status?.message;
  } catch {
    return undefined;
  }
}
