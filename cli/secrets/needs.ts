import type { Config, Environment, OffFeature, SecretNeed } from "../../config/model.ts";
import { missingSecrets } from "../../config/secrets/missing.ts";
import { setCommand } from "../../config/secrets/set-command.ts";
import { didYouMean } from "../../config/suggest.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Target } from "../target.ts";
import { configOfPlace, optionOf, type SecretsPlace } from "./place.ts";

/** The command that sets one secret of a place. */
export function commandToSet(
  { environment, option }: Pick<SecretsPlace, "environment" | "option">,
  name: string,
): string {
  return `${setCommand(environment, name)} ${option}`.trim();
}

/**
 * The secret of a name.
 *
 * @throws CliError for a name that the configuration does not ask for. It says the name again only when
 * nobody could have meant it for a value.
 */
export function needNamed(place: SecretsPlace, name: string): SecretNeed {
  const { environment, config } = place;
  const need = config.secrets.find((each) => each.name === name);
  if (need !== undefined) return need;
  if (name.includes("=")) throw new CliError(valueAsArgument, exitCodes.badInput);
  const names = config.secrets.map((each) => each.name);
  const meant = didYouMean(name, names);
  const found = meant !== "" || looksLikeName(name) ? `"${name}"` : "a name that is not shown";
  throw new CliError(
    [
      `secret: ${environment} asks for no such secret (found ${found}).${meant}${elsewhere(place, name)} ` +
        (names.length === 0 ? "It asks for none." : "It asks for:"),
      ...names.map((each) => `  ${each}`),
    ].join("\n"),
    exitCodes.badInput,
  );
}

/** Why a secret that exists for somebody is none of this place's. */
function elsewhere({ config, target }: SecretsPlace, name: string): string {
  const { isOwn, owner } = config.platform;
  if (!isOwn && /^(notifications|oidc)\//.test(name)) {
    return ` The platform is that of ${owner}, and so is this secret: ${setCommand(owner, name)}.`;
  }
  return target.kind !== "stack" && /^(registry|repositories)\//.test(name)
    ? " A run that is no deployment logs in nowhere, so it has no use for this one."
    : "";
}

function looksLikeName(text: string): boolean {
  return /^(registry|services|repositories|notifications|oidc)\/[a-z0-9/-]+$/.test(text);
}

/** Why a value is not taken from the command line. */
export const valueAsArgument =
  "value: must not be an argument, since the shell's history and the list of processes would show it " +
  "(found more than an environment and a name; not shown). Leave it out to be asked for it, or give " +
  "it on standard input: ./msa secrets set <environment> <name> < <file>. " +
  "If it was the real one, make a new one.";

/**
 * Refuses a target that lacks a secret without which nothing may be written to a cluster.
 *
 * @throws CliError with each of them and the command that sets it.
 */
export function refuseMissing(target: Target, config: Config = configOfPlace(target)): void {
  const { environment } = config;
  const option = optionOf(target);
  const lacking = missingSecrets(config);
  if (lacking.length === 0) return;
  throw new CliError(
    [
      `${environment} cannot come up (${lacking.length === 1 ? "1 secret is" : `${lacking.length} secrets are`} not set):`,
      ...lacking.map(
        ({ name, purpose }) =>
          `  ${name}: is not set (${purpose}). Set it: ${commandToSet({ environment, option }, name)}`,
      ),
      "Nothing was written.",
    ].join("\n"),
    exitCodes.badInput,
  );
}

/** Something that is off, of one environment. */
export interface OffHere extends OffFeature {
  readonly environment: Environment;
}

/** What is off in an environment; what turns it on is said for the target that was asked about. */
export function offHere({ environment, off }: Config, target: Target): readonly OffHere[] {
  const option = optionOf(target);
  const forTarget = (command: string) => `${command} ${option}`.trim();
  return off.map(({ what, why, turnOn }) => ({
    environment,
    what,
    why,
    turnOn: turnOn.replace(/\.\/msa secrets set \S+ [\w/-]+/g, forTarget),
  }));
}
