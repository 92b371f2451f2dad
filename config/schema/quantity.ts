import { z } from "zod";
import type { Fault } from "./text.ts";

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const memoryUnits: Readonly<Record<string, number>> = {
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

/** Thousandths of a core; undefined when `quantity` is not one of cpu. */
export function millicores(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity);
  if (match === null) return undefined;
  const value = Number(match[1]) * (match[2] === "m" ? 1 : 1000);
  const whole = Math.round(value);
  // Kubernetes rounds a part of a millicore up without a word; 0.1 * 1000 is not exact in binary.
  return Math.abs(value - whole) < 1e-6 ? whole : undefined;
}

/** Bytes; undefined when `quantity` is not one of memory. */
export function bytes(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([kMGTP]|[KMGTP]i)?$/.exec(quantity);
  const unit = memoryUnits[match?.[2] ?? ""];
  if (match === null || unit === undefined) return undefined;
  const value = Number(match[1]) * unit;
  return Number.isInteger(value) ? value : undefined;
}

function cpuFault(value: string): Fault | undefined {
  const wrong = "must be a quantity of cpu such as 500m or 2";
  const amount = millicores(value);
  if (amount === 0) return { wrong: "must be more than 0", found: value };
  if (amount !== undefined) return undefined;
  const tidied = tidy(value).replace(/(?:mb|millicores?|milli|mcpu)$/i, "m");
  return { wrong, ...instead(millicores(tidied) === undefined ? [] : [tidied]) };
}

function memoryFault(value: string): Fault | undefined {
  const wrong = "must be a quantity of memory such as 512Mi or 1Gi";
  const amount = bytes(value);
  if (amount === 0) return { wrong: "must be more than 0", found: value };
  if (amount !== undefined) return undefined;
  return { wrong, ...instead(memorySpellings(tidy(value))) };
}

/** What a misspelt amount of memory can have meant: `128MiB` is 128Mi, `100mb` is 100Mi or 100M. */
function memorySpellings(value: string): readonly string[] {
  const match = /^(\d+(?:\.\d+)?)([kmgtp])(i?)(b?)$/i.exec(value);
  const [, amount = "", letter = "", binary = "", suffix = ""] = match ?? [];
  if (match === null) return [];
  const unit = letter.toUpperCase();
  const inTwos = `${amount}${unit}i`;
  const inTens = `${amount}${unit === "K" ? "k" : unit}`;
  return binary === "" && suffix !== "" ? [inTwos, inTens] : [inTwos];
}

function tidy(value: string): string {
  return value.replaceAll(/\s/g, "").replace(/^(\d+),(\d+)/, "$1.$2");
}

function instead(spellings: readonly string[]): Pick<Fault, "hint"> {
  return spellings.length === 0 ? {} : { hint: `Use ${spellings.join(" or ")}.` };
}

/** No volume of a workload is smaller than this, and none larger than a disk of any cloud. */
const volumeBounds = { smallest: "100Mi", largest: "64Ti" } as const;

function volumeFault(value: string): Fault | undefined {
  const amount = bytes(value);
  if (amount === undefined) return { ...memoryFault(value), wrong: "must be a size such as 20Gi" };
  const { smallest, largest } = volumeBounds;
  if (amount >= (bytes(smallest) ?? 0) && amount <= (bytes(largest) ?? 0)) return undefined;
  const hint = /^\d+$/.test(value) ? { hint: `Without a unit it is bytes; use ${value}Gi.` } : {};
  return { wrong: `must be from ${smallest} to ${largest}`, ...hint };
}

interface QuantityMeta {
  readonly description: string;
  readonly examples: readonly string[];
}

/** YAML reads `cpu: 2` as a number; Kubernetes takes both, so both are right here. */
function quantity(check: (value: string) => Fault | undefined, meta: QuantityMeta) {
  return checked((value) => scalarFault(value, check))
    .meta({ ...meta, type: ["string", "number"] })
    .transform(String);
}

function checked(check: (value: unknown) => Fault | undefined) {
  return z.unknown().superRefine((value, context) => {
    const fault = check(value);
    if (fault !== undefined) {
      context.addIssue({ code: "custom", message: fault.wrong, params: { fault } });
    }
  });
}

function scalarFault(
  value: unknown,
  check: (value: string) => Fault | undefined,
): Fault | undefined {
  const isScalar = typeof value === "string" || typeof value === "number";
  return isScalar ? check(String(value)) : { wrong: "must be a quantity" };
}

export const cpu = quantity(cpuFault, {
  description: "Amount of cpu, in cores (`2`) or thousandths of one (`500m`).",
  examples: ["500m"],
});

export const memory = quantity(memoryFault, {
  description: "Amount of memory, such as `512Mi` or `1Gi`.",
  examples: ["512Mi"],
});

/** Size of a volume, or `false` for none. */
export const volume = checked((value) =>
  value === false ? undefined : scalarFault(value, volumeFault),
)
  .meta({
    description: "Size of its volume, per pod, or `false`: its data go with the pod.",
    examples: ["20Gi"],
    type: ["string", "boolean"],
  })
  .transform((value) => (value === false ? value : String(value)));

function cacheFault(value: string): Fault | undefined {
  const fault = memoryFault(value);
  if (fault !== undefined) return fault;
  return /^[1-9]\d*(\.\d+)?([KMGT]i|[kMGT])$/.test(value)
    ? undefined
    : { wrong: "must be a quantity of memory with a unit, such as 64Mi" };
}

/** Size of a cache; the service reads it from a variable, so that it always has a unit. */
export const cacheSize = quantity(cacheFault, {
  description: "Most it may take, such as `64Mi`; part of the pod's memory.",
  examples: ["64Mi"],
});
