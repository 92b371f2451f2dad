import type { Config, Hold } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";

export type { Hold } from "../../config/model.ts";

/**
 * Refuses to change what runs of services that somebody holds.
 *
 * @param services names; those that are not in the configuration are passed over.
 * @throws CliError, exit code 2, with why, who and since when of each, and how it is released.
 */
export function refuseHeld(
  { environment, services: all }: Pick<Config, "environment" | "services">,
  services: readonly string[],
): void {
  const held = all.flatMap(({ name, hold }) =>
    hold !== undefined && services.includes(name) ? [heldMessage(environment, name, hold)] : [],
  );
  if (held.length > 0) throw new CliError(held.join("\n"), exitCodes.badInput);
}

function heldMessage(environment: string, name: string, { reason, by, since }: Hold): string {
  return (
    `${name}: is held in ${environment} (found "${reason}", by ${by} since ${since}). ` +
    `When that is over: ./msa hold release ${environment} ${name}`
  );
}
