import type { Config, Environment } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { VerifiedTag } from "./verified.ts";

/** What a promotion does with one service. */
export interface Promotion {
  readonly service: string;
  /** Version that the target declares now. */
  readonly was: string;
  readonly willBe: string;
  readonly digest?: string;
  /** `same`: it runs there already · `unverified`: left out, as asked. */
  readonly action: "promote" | "same" | "unverified";
}

/** Both sides of a promotion. */
export interface Sides {
  readonly from: Config;
  readonly to: Config;
  /** The newest verified set of `from`. */
  readonly set: VerifiedTag;
  readonly services: readonly string[];
}

/**
 * What of a verified set goes from one environment to another: exactly the versions that ran together,
 * and only while the source still declares them.
 *
 * @throws CliError, exit code 2, naming each service whose declared version is not the verified one.
 */
export function promotionsOf(
  { from, to, set, services }: Sides,
  { skipUnverified }: { readonly skipUnverified: boolean },
): Promotion[] {
  const unverified = services.filter((name) => !isVerified(from, set, name));
  if (unverified.length > 0 && !skipUnverified)
    throw notVerified({ from, to, set, services }, unverified);
  return services.map((service): Promotion => {
    const known = set.services[service];
    const now = to.services.find(({ name }) => name === service);
    const was = now?.version ?? "none";
    if (known === undefined || unverified.includes(service)) {
      return { service, was, willBe: was, action: "unverified" };
    }
    const { version, digest } = known;
    const isSame = version === was && digest === now?.image.digest;
    const action = isSame ? "same" : "promote";
    return { service, was, willBe: version, ...(digest !== undefined && { digest }), action };
  });
}

function isVerified({ services }: Config, set: VerifiedTag, name: string): boolean {
  const declared = services.find((each) => each.name === name);
  const verified = set.services[name];
  return (
    verified !== undefined &&
    declared?.version === verified.version &&
    declared.image.digest === verified.digest
  );
}

function notVerified({ from, set, services }: Sides, unverified: readonly string[]): CliError {
  const { environment } = from;
  const lines = unverified.map((name) => {
    const declared = from.services.find((each) => each.name === name);
    const verified = set.services[name];
    const found = verified === undefined ? "not verified" : `verified ${shown(verified)}`;
    const own = { version: declared?.version ?? "none", digest: declared?.image.digest };
    return `  ${name}: declared ${shown(own)}, ${found} (${set.tag})`;
  });
  const [first = ""] = unverified;
  const others =
    services.length > unverified.length ? ", or leave them out: --skip-unverified" : "";
  return new CliError(
    [
      `${environment}: ${String(unverified.length)} of ${String(services.length)} services are not verified as declared, so nothing was changed:`,
      ...lines,
      `Deploy and verify first: ${verifyCommand(environment, unverified.length === 1 ? first : "all")}${others}`,
    ].join("\n"),
    exitCodes.badInput,
  );
}

function shown({ version, digest }: { version: string; digest?: string | undefined }): string {
  return digest === undefined ? version : `${version}@${digest.slice(0, 19)}`;
}

/**
 * The newest verified set of an environment.
 *
 * @throws CliError, exit code 2, when nothing was verified there, as far as this repository knows.
 */
export function newestOf(tags: readonly VerifiedTag[], environment: Environment): VerifiedTag {
  const [newest] = tags;
  if (newest !== undefined) return newest;
  throw new CliError(
    `${environment}: nothing is verified there (found no tag verified/${environment}/…). ` +
      `Fetch the tags: git fetch --tags origin; or deploy and verify: ${verifyCommand(environment, "all")}`,
    exitCodes.badInput,
  );
}

function verifyCommand(environment: string, service: string): string {
  return `./msa deploy ${environment} ${service}`;
}
