import { CliError, exitCodes } from "../errors.ts";
import type { Target } from "../target.ts";

/**
 * Refuses the local cluster for what only a running container can answer.
 *
 * @param what what there is none of, such as `logs`.
 */
export function refuseSimulated({ kind, environment }: Target, what: string): void {
  if (kind !== "local") return;
  throw new CliError(
    `${what}: there are none on the local cluster (found "${environment}", whose pods are simulated: images never run there). ` +
      `What Kubernetes says of the pods: ./msa events ${environment}. On a cluster of your own: --context <context>`,
    exitCodes.badInput,
  );
}
