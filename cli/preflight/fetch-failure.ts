/** Long enough for a slow registry, short enough for a person. */
export const timeoutMilliseconds = 10_000;

/** The cause behind fetch's own "fetch failed": a DNS, connection or TLS error, or the timeout. */
export function describeFailure(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return `no answer in ${timeoutMilliseconds / 1000} s`;
  }
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
