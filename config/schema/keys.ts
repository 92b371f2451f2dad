import { z } from "zod";
import { projectShape } from "./project.ts";
import { stackShape } from "./stack.ts";

/** Namespace of our keys: the name of the Pulumi project. */
export const ownNamespace = "msa";

/** The one key whose values are encrypted. */
export const secretsKey = `${ownNamespace}:secrets`;

/** Namespaces that belong to the engine and to the provider in use; theirs to check. */
export const foreignNamespaces: readonly string[] = ["pulumi", "kubernetes"];

/** Schemas by top-level key; one per kind of file. */
export type Tree = Readonly<Record<string, z.ZodType>>;

export const shape = { ...projectShape, ...stackShape };
export type Key = keyof typeof shape;
export type Parsed = { readonly [K in Key]: z.infer<(typeof shape)[K]> };

export const keys = Object.keys(shape) as readonly Key[];
export const stackKeys = Object.keys(stackShape) as readonly Key[];

/** True for a key that is expected in `Pulumi.yaml`. */
export function isProjectKey(key: string): boolean {
  return Object.hasOwn(projectShape, key);
}

/** True for a key whose value is text, which the engine hands over as it is. */
export function isTextKey(key: string): boolean {
  const schema = Object.hasOwn(shape, key) ? shape[key as Key] : undefined;
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum;
}
