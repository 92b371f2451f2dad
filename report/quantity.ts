import { textOf } from "./json-value.ts";
import type { Amount } from "./model.ts";

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
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

/** The number a quantity stands for, such as 0.5 for `500m`; 0 for what is none. */
function amountOf(quantity: unknown): number {
  const match = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(
    typeof quantity === "number" ? String(quantity) : textOf(quantity),
  );
  return Number(match?.[1] ?? 0) * (units[match?.[2] ?? ""] ?? 0);
}

export const nothing: Amount = { millicores: 0, bytes: 0 };

/** What a map of `cpu` and `memory` asks for. */
export function amount(cpu: unknown, memory: unknown): Amount {
  return {
    millicores: Math.ceil(amountOf(cpu) * 1000 - 1e-6),
    bytes: Math.ceil(amountOf(memory) - 1e-6),
  };
}

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (all, each) => ({
      millicores: all.millicores + each.millicores,
      bytes: all.bytes + each.bytes,
    }),
    nothing,
  );
}

export function times(count: number, { millicores, bytes }: Amount): Amount {
  return { millicores: count * millicores, bytes: count * bytes };
}

/** The greater of each. */
export function larger(a: Amount, b: Amount): Amount {
  return {
    millicores: Math.max(a.millicores, b.millicores),
    bytes: Math.max(a.bytes, b.bytes),
  };
}

/** `500m` or, from a whole core on, `2` or `2.5`. */
export function cpuText({ millicores }: Amount): string {
  return millicores === 0 || millicores >= 1000 ? String(millicores / 1000) : `${millicores}m`;
}

/** `512Mi` or, from a gibibyte on, `2Gi` or `2.5Gi`. */
export function memoryText({ bytes }: Amount): string {
  if (bytes === 0) return "0";
  const mebibytes = bytes / 2 ** 20;
  if (mebibytes >= 1024) return `${String(Math.round((mebibytes / 1024) * 100) / 100)}Gi`;
  return `${String(Math.round(mebibytes * 100) / 100)}Mi`;
}
