import { textAt } from "./read.ts";
import { containers, type Placed } from "./containers.ts";
import type { Stack } from "./stack.ts";

/** An image reference in its parts. */
export interface ImageReference {
  /** Host and path, such as `registry.example.com/team/service`; Docker's short names are completed. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Reads an image reference; undefined for what is none. */
export function imageOf(text: string): ImageReference | undefined {
  const match = /^([^\s@]+?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(text);
  const [, name, tag, digest] = match ?? [];
  if (name === undefined) return undefined;
  return {
    repository: completed(name),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

/** Docker's rule: without a dot, a port or `localhost` the first part is no host. */
function completed(name: string): string {
  const [first = "", ...rest] = name.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (isHost) return name;
  return rest.length === 0 ? `docker.io/library/${name}` : `docker.io/${name}`;
}

/** A container with its image; those that istiod fills in are left out. */
export interface Pulled extends Placed {
  /** As written; absent when it is no text. */
  readonly text: string | undefined;
  readonly image: ImageReference | undefined;
}

/** Istio's word for the image that it puts there when the pod is made. */
const filledIn = "auto";

/** Every container with the image it pulls. */
export function images(stack: Stack): readonly Pulled[] {
  return containers(stack)
    .map((placed) => {
      const text = textAt(placed.container.spec, "image");
      return { ...placed, text, image: text === undefined ? undefined : imageOf(text) };
    })
    .filter(({ text }) => text !== filledIn);
}
