import { bytes, millicores } from "../../config/schema/quantity.ts";
import { at } from "./read.ts";
import type { Container } from "./workload.ts";

export const resourceNames = ["cpu", "memory"] as const;
export type ResourceName = (typeof resourceNames)[number];
export const bounds = ["requests", "limits"] as const;
export type Bound = (typeof bounds)[number];

/** What a container asks for, as written; undefined when it does not. */
export function written(container: Container, bound: Bound, name: ResourceName): unknown {
  return at(container.spec, `resources.${bound}.${name}`);
}

/** The amount in thousandths of a core or in bytes; undefined when it is absent or no quantity. */
export function amount(name: ResourceName, quantity: unknown): number | undefined {
  if (typeof quantity !== "string" && typeof quantity !== "number") return undefined;
  return name === "cpu" ? millicores(String(quantity)) : bytes(String(quantity));
}

/** The amount a container asks for. */
export function amountOf(
  container: Container,
  bound: Bound,
  name: ResourceName,
): number | undefined {
  return amount(name, written(container, bound, name));
}

/** Path below the container. */
export function field(bound: Bound, name: ResourceName): string {
  return `resources.${bound}.${name}`;
}
