import type { Config, Environment, Quota, Service } from "../../config/model.ts";
import { readText } from "../declared/change.ts";
import {
  declare,
  type Declaration,
  type Declared,
  type DeclareOptions,
  type DeclarePorts,
} from "../declared/declare.ts";
import type { Edit } from "../declared/edit.ts";
import { entryPath } from "../declared/place-in-file.ts";
import { wholeNumber } from "../declared/whole-number.ts";
import { CliError, exitCodes } from "../errors.ts";
import { root } from "../paths.ts";
import { configOf, serviceOf } from "../stack-config.ts";

/** How many pods a service is to have. */
export interface Scale {
  readonly environment: Environment;
  readonly service: string;
  /** Fewest and most pods of the HPA, as typed. */
  readonly min?: string;
  readonly max?: string;
  /** Pods; the fewest of them where there is an HPA. */
  readonly replicas?: string;
}

/**
 * Changes how many pods of a service run, in the stack file: what kubectl changes, Argo CD undoes.
 *
 * @throws CliError, exit code 2, for numbers that cannot be; then nothing was changed.
 */
export function scale(
  scaling: Scale,
  options: DeclareOptions,
  ports: DeclarePorts,
): Promise<Declared> {
  return declare(() => declarationOf(scaling), options, ports);
}

function declarationOf(scaling: Scale): Declaration {
  const { environment } = scaling;
  const config = configOf(environment);
  const service = serviceOf(config, scaling.service);
  const { name } = service;
  const changes = sizesOf(scaling, service);
  const file = `Pulumi.${environment}.yaml`;
  const profile = [...entryPath(file, readText(root, file), name), "profile"];
  const edits = changes.map(({ keys, value }): Edit => ({ path: [...profile, ...keys], value }));
  const words = changes.map(({ keys, value }) => `${keys.at(-1) ?? ""} ${value}`).join(", ");
  const typed = (["min", "max", "replicas"] as const).flatMap((each) =>
    scaling[each] === undefined ? [] : [`--${each} ${scaling[each]}`],
  );
  return {
    verb: "scale",
    change: { subject: `Scale ${name} in ${environment}: ${words}`, files: [{ file, edits }] },
    environments: [environment],
    home: environment,
    services: [name],
    judgedFrom: config,
    mayBeHeld: true,
    notes: (after) => quotaNotes(config, after[environment]),
    again: `./msa scale ${environment} ${name} ${typed.join(" ")} --apply`,
  };
}

interface Size {
  readonly keys: readonly string[];
  readonly value: number;
}

type Numbers = Readonly<Partial<Record<"min" | "max" | "replicas", number>>>;

function sizesOf(scaling: Scale, service: Service): readonly Size[] {
  const numbers = numbersIn(scaling);
  refuseCombination(scaling, service, numbers);
  const { min, max, replicas } = numbers;
  if (service.profile.autoscaling === undefined) {
    return replicas === undefined ? [] : [{ keys: ["replicas"], value: replicas }];
  }
  const fewest = min ?? replicas;
  return [
    ...(fewest === undefined ? [] : [{ keys: ["autoscaling", "min"], value: fewest }]),
    ...(max === undefined ? [] : [{ keys: ["autoscaling", "max"], value: max }]),
  ];
}

function numbersIn(scaling: Scale): Numbers {
  const options = ["min", "max", "replicas"] as const;
  return Object.fromEntries(
    options.flatMap((option) => {
      const text = scaling[option];
      return text === undefined ? [] : [[option, wholeNumber(`--${option}`, text)] as const];
    }),
  );
}

function refuseCombination(
  { environment }: Scale,
  { name, profile }: Service,
  { min, max, replicas }: Numbers,
): void {
  const bound = min === undefined ? (max === undefined ? undefined : "max") : "min";
  const hasHpa = profile.autoscaling !== undefined;
  if (bound === undefined && replicas === undefined) {
    const what = hasHpa ? "--min, --max or both" : "--replicas";
    throw refused(`scale: must be told how many (found no number). Add ${what}.`);
  }
  if (bound !== undefined && replicas !== undefined) {
    throw refused(
      `--replicas: is the same as --min where there is an HPA (found --${bound} too). Leave one of the two out.`,
    );
  }
  if (bound !== undefined && !hasHpa) {
    throw refused(
      `${name}: has no HPA in ${environment} (found --${bound}). Use --replicas, or give it an HPA: ` +
        `./msa set ${environment} ${name} profile.autoscaling '{ min: 2, max: 5, cpu: 70, memory: 80 }'`,
    );
  }
}

function refused(message: string): CliError {
  return new CliError(message, exitCodes.badInput);
}

/** What all services of the environment may use at most follows from their sizes. */
function quotaNotes(before: Config, after: Config | undefined): readonly string[] {
  const [was, will] = [before.quota, after?.quota ?? before.quota];
  const parts = figures(was).flatMap(([name, old], at) => {
    const [, now = old] = figures(will)[at] ?? [];
    return old === now ? [] : [`${name} ${old} → ${now}`];
  });
  if (parts.length === 0) return [];
  return [
    `The quota of ${before.namespace} follows: ${parts.join(", ")}. The cluster needs room for that.`,
  ];
}

function figures({ pods, requests, limits }: Quota): readonly (readonly [string, string])[] {
  return [
    ["pods", String(pods)],
    ["requests.cpu", requests.cpu],
    ["requests.memory", requests.memory],
    ["limits.cpu", limits.cpu],
    ["limits.memory", limits.memory],
  ];
}
