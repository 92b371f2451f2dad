import { changedFiles, writeFiles } from "../../declared/change.ts";
import type { Edit } from "../../declared/edit.ts";
import type { Config, Environment } from "../../../config/model.ts";
import { CliError, exitCodes } from "../../errors.ts";
import type { Encrypted } from "../../secrets/encrypt.ts";
import { configOfText } from "../../stack-config.ts";

/** The cluster of a stack, by the context that leads to it and its identity. */
export type Pin = Config["cluster"];

/**
 * Refuses to pin a stack anew: what it has on the other cluster would be nobody's.
 *
 * @throws CliError, exit code 2.
 */
export function refuseOtherPin(environment: Environment, pinned: Pin, wanted: Pin): void {
  if (pinned.uid === "" || pinned.uid === wanted.uid) return;
  throw new CliError(
    `cluster.uid: ${environment} is pinned to another cluster (found ${wanted.uid} at context "${wanted.context}", ` +
      `pinned ${pinned.uid}). Choose its context, or remove the environment there first and then ` +
      `msa:cluster.uid from Pulumi.${environment}.yaml. Nothing was written.`,
    exitCodes.badInput,
  );
}

/**
 * Writes the pin, and how secrets are encrypted, into the committed stack file; every other byte stays.
 *
 * @returns whether the file was changed.
 * @throws CliError when the file would be wrong afterwards; nothing is written then.
 */
export function writePin(
  environment: Environment,
  { context, uid }: Pin,
  keys: Encrypted["keys"],
): boolean {
  const edits: Edit[] = [
    { path: ["config", "msa:cluster", "context"], value: context },
    { path: ["config", "msa:cluster", "uid"], value: uid },
    ...Object.entries(keys).map(([key, value]) => ({ path: [key], value })),
  ];
  const file = `Pulumi.${environment}.yaml`;
  const files = changedFiles({
    subject: `Pin ${environment} to its cluster`,
    files: [{ file, edits }],
  });
  for (const { after } of files) configOfText(environment, after);
  writeFiles(files);
  return files.length > 0;
}
