import type { Config, SecretNeed } from "../model.ts";
import { setCommand } from "./set-command.ts";

/** Secrets without which nothing may be written to a cluster, by name. */
export function missingSecrets({ secrets }: Pick<Config, "secrets">): readonly SecretNeed[] {
  return secrets.filter(({ isRequired, isSet }) => isRequired && !isSet);
}

/** Each missing secret with the command that sets it; undefined when none is missing. */
export function missingSecretsMessage(
  config: Pick<Config, "environment" | "secrets">,
): string | undefined {
  const missing = missingSecrets(config);
  if (missing.length === 0) return undefined;
  const { environment } = config;
  const count = missing.length === 1 ? "a secret" : `${missing.length} secrets`;
  const lines = missing.flatMap(({ name, purpose }) => [
    `  ${name}: ${purpose}`,
    `    ${setCommand(environment, name)}`,
  ]);
  return [
    `Pulumi.${environment}.yaml has no value for ${count}. Set ${missing.length === 1 ? "it" : "each of them"}:`,
    ...lines,
  ].join("\n");
}
