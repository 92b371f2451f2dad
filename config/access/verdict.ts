import type { DeveloperRight } from "../access-model.ts";

/** What an environment's configuration must say for a right to be there. */
export type RightSetting = DeveloperRight | "exec";

/** `true`: allowed, whatever is configured · the name of a setting: allowed with it · `false`: refused. */
export type Verdict = boolean | RightSetting;

/** Verdicts by role; a role that is left out is refused. */
export type Verdicts<Role extends string> = Readonly<
  Partial<Record<Role, Exclude<Verdict, false>>>
>;

/** The verdict of one role. */
export function verdictOf<Role extends string>(verdicts: Verdicts<Role>, role: Role): Verdict {
  return verdicts[role] ?? false;
}

/** Whether a right is there with these settings. */
export function isAllowed(verdict: Verdict, settings: readonly RightSetting[]): boolean {
  return typeof verdict === "boolean" ? verdict : settings.includes(verdict);
}
