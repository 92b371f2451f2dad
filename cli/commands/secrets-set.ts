import type { Environment, SecretNeed } from "../../config/model.ts";
import { secretFault } from "../../config/secrets/secret-fault.ts";
import { CliError, exitCodes } from "../errors.ts";
import { commandToSet, needNamed } from "../secrets/needs.ts";
import { configToSet, secretsPlace, type SecretsPlace } from "../secrets/place.ts";
import { storeSecret, type StoredSecret } from "../secrets/store.ts";
import type { TargetOptions } from "../target.ts";

/** A secret that a person is asked for. */
export interface AskedSecret extends Pick<SecretNeed, "name" | "purpose" | "form"> {
  /** The command that sets this one. */
  readonly command: string;
}

/** Gets a value from the person; empty: none. */
export type Ask = (secret: AskedSecret) => Promise<string>;

/**
 * Sets one secret of an environment: in its committed stack file, or in that of a local or context run.
 *
 * @throws CliError for a name that nobody asks for, a value that cannot be right, or an engine that cannot
 * encrypt. Then nothing was written.
 */
export async function secretsSet(
  environment: Environment,
  name: string,
  options: TargetOptions,
  ask: Ask,
): Promise<StoredSecret> {
  const place = await secretsPlace(environment, options, configToSet);
  const need = needNamed(place, name);
  const value = valueFrom(await ask(asked(place, need)));
  refuseBadValue(need, value);
  return storeSecret(place, name, value);
}

/**
 * Asks for each secret that is not set, required ones first, and sets those that the person gives.
 *
 * @param stored is told of each as soon as it is written.
 */
export async function secretsSetMissing(
  environment: Environment,
  options: TargetOptions,
  ask: Ask,
  stored: (secret: StoredSecret) => void,
): Promise<void> {
  const place = await secretsPlace(environment, options, configToSet);
  const missing = place.config.secrets.filter(({ isSet }) => !isSet);
  const inOrder = [
    ...missing.filter(({ isRequired }) => isRequired),
    ...missing.filter(({ isRequired }) => !isRequired),
  ];
  for (const need of inOrder) {
    const value = valueFrom(await ask(asked(place, need)));
    if (value === "") continue;
    refuseBadValue(need, value);
    stored(await storeSecret(place, need.name, value));
  }
}

function asked(place: SecretsPlace, { name, purpose, form }: SecretNeed): AskedSecret {
  return { name, purpose, form, command: commandToSet(place, name) };
}

/** Without the line break that an editor or `echo` leaves at the end. */
function valueFrom(given: string): string {
  return given.replace(/\r?\n$/, "");
}

function refuseBadValue({ name, form }: SecretNeed, value: string): void {
  const fault = secretFault(form, value);
  if (fault !== undefined) {
    throw new CliError(`${name}: ${fault} Nothing was written.`, exitCodes.badInput);
  }
}
