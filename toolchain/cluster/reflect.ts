/**
 * What tsyringe, which @peculiar/x509 is built on, asks of `Reflect` before it loads.
 * The library registers everything it needs explicitly, so that no metadata is ever stored: empty answers are enough.
 * Must be imported before @peculiar/x509.
 */
const nothing = (): undefined => undefined;

for (const name of ["getMetadata", "getOwnMetadata", "defineMetadata"]) {
  if (!(name in Reflect))
    Object.defineProperty(Reflect, name, { value: nothing, configurable: true });
}
