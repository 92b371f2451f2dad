/** The most that is read of an answer, in bytes: 1 MiB. */
export const largestAnswer = 1 << 20;

/** The answer is larger than is read. */
export class TooLargeError extends Error {}

/**
 * The content of an answer as text.
 *
 * @throws TooLargeError as soon as there is more than is read; the rest is not fetched.
 */
export async function readAnswer({ body }: Response): Promise<string> {
  if (body === null) return "";
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  // Leaving the loop early closes the connection.
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new TooLargeError("larger than 1 MiB");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
