/** Stands for a value that only the cluster can tell; nothing reads it without being stopped. */
export const unknownValue: unique symbol = Symbol("unknown");

/** A rule read a value that is not known yet. */
export class UnknownFieldError extends Error {
  public readonly path: string;
  public readonly root: object;

  constructor(path: string, root: object) {
    super(`${path} is not known before it is applied`);
    this.path = path;
    this.root = root;
  }
}

/**
 * The same value, with every read of an unknown stopped: a rule must not take it for absent.
 *
 * Returned as it is when there is nothing unknown in it.
 */
export function guarded<T extends object>(value: T): T {
  if (unknownIn(value) === undefined) return value;
  const proxy = wrap(value, "", value) as T;
  roots.set(proxy, value);
  return proxy;
}

const roots = new WeakMap<object, object>();

/** The object behind a guarded one, by which an UnknownFieldError names it. */
export function rootOf(value: object): object {
  return roots.get(value) ?? value;
}

function wrap(value: unknown, path: string, root: object): unknown {
  if (value === unknownValue) throw new UnknownFieldError(path, root);
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      const found: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || typeof found === "function") return found;
      return wrap(found, within(path, key, Array.isArray(target)), root);
    },
  });
}

function within(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Path of the first unknown value in a value; undefined when all of it is known. */
export function unknownIn(value: unknown, path = ""): string | undefined {
  if (value === unknownValue) return path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = unknownIn(inner, within(path, key, Array.isArray(value)));
    if (found !== undefined) return found;
  }
  return undefined;
}
