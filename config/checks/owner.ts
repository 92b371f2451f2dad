import { ConfigError } from "../config-error.ts";
import { isEnvironment } from "../environments.ts";
import type { ConfigInput } from "../input.ts";
import type { Config } from "../model.ts";
import { isMap, show, valueAt } from "../problem.ts";
import { ownNamespace } from "../schema/keys.ts";
import type { Raw, Report } from "./findings.ts";

/** What is being parsed, and the other environments' files. */
export interface Surroundings {
  readonly self: ConfigInput;
  readonly siblings: readonly ConfigInput[];
  readonly report: Report;
}

/**
 * The configuration of the stack whose platform this one uses; undefined when it has its own, and when
 * a problem has been reported that says why there is none.
 */
export function ownerOf(
  raw: Raw,
  { parse, ...surroundings }: Surroundings & { readonly parse: (input: ConfigInput) => Config },
): Config | undefined {
  const { self, siblings, report } = surroundings;
  const name = ownerNamed(raw, self);
  if (name === undefined) return undefined;
  checkTenant(raw, name, report);
  const sibling = siblings.find(({ stack }) => stack === name);
  const fault =
    sibling === undefined
      ? `must be a stack with a file that can be read (found ${show(name)}; Pulumi.${name}.yaml cannot be). ` +
        "Restore it from Git, or remove the line to give this stack a platform of its own."
      : chainFault(sibling, self);
  if (fault !== undefined || sibling === undefined) {
    if (fault !== undefined) report(["platform", "owner"], fault);
    return undefined;
  }
  try {
    const others = siblings.filter((each) => each !== sibling);
    return parse({ ...sibling, siblings: [...others, self] });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    report(["platform", "owner"], brokenOwner(name, error));
    return undefined;
  }
}

/** The other stack that `platform.owner` names; a wrong name has been reported by its shape. */
function ownerNamed(raw: Raw, { stack }: ConfigInput): string | undefined {
  const name = valueAt(raw["platform"], ["owner"]);
  return typeof name === "string" && isEnvironment(name) && name !== stack ? name : undefined;
}

/** An owner has a platform of its own: it is not itself a tenant. */
function chainFault(sibling: ConfigInput, self: ConfigInput): string | undefined {
  const next = valueAt(sibling.values[`${ownNamespace}:platform`], ["owner"]);
  // A word that is no environment is the owner's own problem, found when its file is parsed.
  if (typeof next !== "string" || !isEnvironment(next) || next === sibling.stack) return undefined;
  const advice =
    next === self.stack
      ? "Remove the line in one of the two files."
      : `Write ${next}, or remove the line to give this stack a platform of its own.`;
  return (
    `must be a stack with a platform of its own (found ${show(sibling.stack)}, ` +
    `which uses that of ${next}). ${advice}`
  );
}

function brokenOwner(name: string, { problems }: ConfigError): string {
  const [first] = problems;
  const others = problems.length - 1;
  const more = others === 0 ? "" : ` and ${others} more`;
  return (
    `must be a stack whose files are right (found ${show(name)}, with a problem at ` +
    `${first?.file ?? ""}: ${first?.where ?? ""}${more}). Correct that first.`
  );
}

/** What is the owner's to say is an error here: it would have no effect. */
function checkTenant(raw: Raw, name: string, report: Report): void {
  const message = `must not be set here, since the platform is that of ${name}. Move it to Pulumi.${name}.yaml.`;
  for (const key of ["addons", "oidc"]) {
    if (raw[key] !== undefined) report([key], message);
  }
  for (const key of ["clusterAdmins", "exec"]) {
    if (valueAt(raw["access"], [key]) !== undefined) report(["access", key], message);
  }
  const platform = raw["platform"];
  for (const key of isMap(platform) ? Object.keys(platform) : []) {
    if (key !== "owner") report(["platform", key], message);
  }
}
