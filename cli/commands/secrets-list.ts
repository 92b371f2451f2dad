import type { Environment } from "../../config/model.ts";
import { daysBetween, today } from "../secrets/age.ts";
import { generatedSecrets } from "../secrets/generated.ts";
import { commandToSet } from "../secrets/needs.ts";
import { secretsPlace } from "../secrets/place.ts";
import type { TargetOptions } from "../target.ts";

/** One secret of an environment; its value is never in here. */
export interface SecretRow {
  readonly name: string;
  readonly purpose: string;
  /** Who reads it: services, or parts of the platform. */
  readonly usedBy: readonly string[];
  /** `generated`: made up by the stack, and nobody sets it. */
  readonly state: "set" | "missing" | "generated";
  /** True: nothing is written to a cluster without it. */
  readonly required: boolean;
  /** How often it has been set. */
  readonly revision?: number;
  /** Day it was last set, `2026-11-23`; absent when nobody wrote it down. */
  readonly setOn?: string;
  /** Days since then. */
  readonly ageDays?: number;
  /** A generated one: the Secret that has it, `<namespace>/<name>`. */
  readonly secret?: string;
  /** A missing one: the command that sets it. */
  readonly command?: string;
}

/** What an environment's configuration asks for. */
export interface SecretsListed {
  readonly environment: Environment;
  readonly secrets: readonly SecretRow[];
}

/**
 * Every secret of an environment by name, set or not. Nothing is decrypted: it needs no passphrase, no
 * backend and no cluster.
 *
 * @throws CliError when a stack file is wrong.
 */
export async function secretsList(
  environment: Environment,
  options: TargetOptions = {},
): Promise<SecretsListed> {
  const place = await secretsPlace(environment, options);
  const { config } = place;
  const day = today();
  const asked = config.secrets.map((need): SecretRow => {
    const { name, purpose, usedBy, isRequired: required, isSet, revision, setOn } = need;
    const known = { name, purpose, usedBy, required };
    if (!isSet) return { ...known, state: "missing", command: commandToSet(place, name) };
    return {
      ...known,
      state: "set",
      revision,
      ...(setOn !== undefined && { setOn, ageDays: daysBetween(setOn, day) }),
    };
  });
  const generated = generatedSecrets(config).map((each): SecretRow => ({
    ...each,
    state: "generated",
    required: false,
  }));
  return { environment, secrets: [...asked, ...generated] };
}
