import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { Environment } from "../../config/model.ts";
import type { Item } from "../../report/side.ts";

/**
 * What of a tree's configuration no recorded resource shows: the cluster it is meant for, and its
 * secrets, of which only a digest of the ciphertext is kept.
 */
export function configItems(folder: string, environment: Environment): Item[] {
  const files = ["Pulumi.yaml", `Pulumi.${environment}.yaml`];
  const items = files.flatMap((file) => {
    const { config } = parse(readFileSync(join(folder, file), "utf8")) as { config?: unknown };
    const cluster = (config as Record<string, unknown> | undefined)?.["msa:cluster"];
    return [
      ...secretsIn([], config).map(({ path, ciphertext }) =>
        item("ConfigSecret", path, { value: digest(ciphertext) }),
      ),
      ...(typeof cluster === "object" && cluster !== null
        ? [item("Cluster", "msa:cluster", { ...cluster })]
        : []),
    ];
  });
  // A stack's key replaces the project's.
  return [...new Map(items.map((each) => [each.id, each])).values()];
}

function item(kind: string, name: string, content: Record<string, unknown>): Item {
  return { id: `${kind}/${name}`, path: `${kind}/${name}`, layer: "input", content };
}

/** Encrypted values are maps with the one key `secure`. */
function secretsIn(
  path: readonly string[],
  value: unknown,
): { readonly path: string; readonly ciphertext: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const map = value as Record<string, unknown>;
  const ciphertext = map["secure"];
  if (typeof ciphertext === "string") return [{ path: path.join("."), ciphertext }];
  return Object.entries(map).flatMap(([key, each]) => secretsIn([...path, key], each));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
