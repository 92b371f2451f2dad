import { join } from "node:path";

/** Root of the project: the folder of Pulumi.yaml. */
export const root = join(import.meta.dirname, "..");

/** Everything that is built or started on this machine; ignored by git, removed by `make clean`. */
export const localFolder = process.env.MSA_LOCAL_FOLDER ?? join(root, ".msa");

export const projectFile = join(root, "Pulumi.yaml");

/** The committed stack file of an environment. */
export function stackFile(environment: string): string {
  return join(root, `Pulumi.${environment}.yaml`);
}
