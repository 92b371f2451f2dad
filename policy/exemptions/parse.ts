import { parse } from "yaml";
import { z } from "zod";

import { platformReleases } from "../../config/platform-model.ts";
import { suggest } from "../../config/suggest.ts";
import type { Rule } from "../rule.ts";
import {
  platformExemption,
  serviceExemption,
  type Exemptions,
  type ServiceExemption,
} from "./exemption.ts";

/** What is wrong with a file of exemptions, one line each; nothing is judged before it is right. */
export class ExemptionError extends Error {
  override readonly name = "ExemptionError";
}

/** An exemption longer than this is a rule that is wrong. */
const longestDays = 180;
const millisecondsPerDay = 86_400_000;

/** The two files, by name and text. */
export interface ExemptionFiles {
  readonly services: { readonly file: string; readonly text: string };
  readonly platform: { readonly file: string; readonly text: string };
  readonly rules: readonly Rule[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Reads and checks both files. Throws ExemptionError with every problem. */
export function parseExemptions({ services, platform, rules, today }: ExemptionFiles): Exemptions {
  const own = entries(services.file, services.text, serviceExemption);
  const theirs = entries(platform.file, platform.text, platformExemption);
  const problems = [
    ...own.problems,
    ...theirs.problems,
    ...own.found.flatMap((each, at) =>
      serviceFaults(each, rules, today).map(said(services.file, at)),
    ),
    ...theirs.found.flatMap((each, at) => {
      const release = (platformReleases as readonly string[]).includes(each.release)
        ? []
        : [`release: there is no release ${each.release}`];
      return [...release, ...ruleFaults(each.rule, rules)].map(said(platform.file, at));
    }),
  ];
  if (problems.length > 0) throw new ExemptionError(problems.join("\n"));
  return { services: own.found, platform: theirs.found };
}

function said(file: string, at: number): (fault: string) => string {
  return (fault) => `${file}: exemptions[${at}].${fault}.`;
}

function serviceFaults(
  each: ServiceExemption,
  rules: readonly Rule[],
  today: string,
): readonly string[] {
  const days = (Date.parse(each.expires) - Date.parse(today)) / millisecondsPerDay;
  const found = rules.find(({ name }) => name === each.rule);
  const isForbidden = found?.neverExempt === true && each.environments.includes("production");
  return [
    ...ruleFaults(each.rule, rules),
    ...(days > longestDays
      ? [`expires: must be at most ${longestDays} days away (found ${each.expires})`]
      : []),
    ...(isForbidden ? [`rule: ${each.rule} accepts no exemption in production`] : []),
  ];
}

function ruleFaults(name: string, rules: readonly Rule[]): readonly string[] {
  const names = rules.map((rule) => rule.name);
  if (names.includes(name)) return [];
  const meant = suggest(name, names);
  return [`rule: there is no rule ${name}${meant === undefined ? "" : `, did you mean ${meant}?`}`];
}

function entries<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): { readonly found: readonly z.infer<S>[]; readonly problems: readonly string[] } {
  let read: unknown;
  try {
    read = parse(text) ?? {};
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { found: [], problems: [`${file}: is not YAML (${words.split("\n")[0] ?? ""}).`] };
  }
  const result = z.strictObject({ exemptions: z.array(schema).default([]) }).safeParse(read);
  if (result.success) return { found: result.data.exemptions, problems: [] };
  const problems = result.error.issues.map(
    ({ path, message }) => `${file}: ${z.core.toDotPath(path.map(String))}: ${message}.`,
  );
  return { found: [], problems };
}
