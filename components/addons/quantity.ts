const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Bytes of a Kubernetes quantity of memory or storage, such as `512Mi`, times a share of it, rounded down.
 *
 * @throws Error for a suffix that the configuration does not let through.
 */
export function bytesOf(quantity: string, share = 1): number {
  const [, digits = "", suffix = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = factors[suffix];
  if (digits === "" || factor === undefined)
    throw new Error(`${quantity}: not a quantity of bytes.`);
  return Math.floor(Number(digits) * factor * share);
}
