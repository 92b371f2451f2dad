/** Long enough for a slow registry or API server, short enough for a person. */
export const timeoutMilliseconds = 10_000;

/** An answer that did not come in time. */
export class NoAnswerError extends Error {
  constructor(milliseconds: number) {
    super(`no answer in ${milliseconds / 1000} s`);
  }
}

/**
 * The answer of a server, or NoAnswerError when it does not come in time.
 *
 * For clients that only bound the time to connect; what they wait for goes on unheard.
 */
export async function answerWithin<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswerError(milliseconds));
    }, milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The cause behind fetch's own "fetch failed": a DNS, connection or TLS error, or the timeout. */
export function describeFailure(error: unknown, milliseconds = timeoutMilliseconds): string {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new NoAnswerError(milliseconds).message;
  }
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  // A name with several addresses fails with one error per address and no words of its own.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message || first.name : String(first);
}
