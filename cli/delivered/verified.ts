import { isDeepStrictEqual } from "node:util";

import { z } from "zod";

import type { Environment } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { git, GitError, type Repository } from "../git.ts";
import { pushTag } from "./push.ts";
import { refuseWithoutIdentity } from "./identity.ts";

const service = z.object({
  version: z.string(),
  digest: z.string().optional(),
  chart: z.string(),
  values: z.string(),
  entry: z.looseObject({ version: z.string() }),
});

const message = z.object({
  environment: z.string(),
  time: z.iso.datetime(),
  commit: z.string(),
  chart: z.string(),
  services: z.record(z.string(), service),
  checks: z.array(z.string()),
});

/** One service that ran as declared. */
export interface VerifiedService {
  readonly version: string;
  readonly digest?: string | undefined;
  /** Name and version of its chart, such as `microservice 1.1.0`. */
  readonly chart: string;
  /** SHA-256 of the values its Application gave to the chart. */
  readonly values: string;
  /** The stack file's entry, without a hold. */
  readonly entry: { readonly version: string } & Readonly<Record<string, unknown>>;
}

/** What is known to have run in an environment, all at once; the message of a tag. */
export interface VerifiedSet {
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Commit that was checked out when it was deployed. */
  readonly commit: string;
  /** Version of the service chart the environment used. */
  readonly chart: string;
  /** Only services that were Synced and Healthy. */
  readonly services: Readonly<Record<string, VerifiedService>>;
  /** What was looked at, in words. */
  readonly checks: readonly string[];
}

/** A set with its tag. */
export interface VerifiedTag extends VerifiedSet {
  /** `verified/<environment>/<n>`. */
  readonly tag: string;
  readonly number: number;
}

/**
 * The verified sets of an environment, newest first. Tags that somebody else made there (plain ones, of
 * another form, of another environment) are passed over.
 */
export async function readVerified(
  { root, env }: Repository,
  environment: Environment,
): Promise<VerifiedTag[]> {
  const format = "%(objecttype)%00%(refname:lstrip=2)%00%(contents)%00%01";
  const refs = `refs/tags/verified/${environment}/`;
  const listed = await git(root, ["for-each-ref", `--format=${format}`, refs], env);
  return listed
    .split("\u0001")
    .flatMap((each) => tagFrom(each.trimStart(), environment))
    .sort((a, b) => b.number - a.number);
}

function tagFrom(line: string, environment: Environment): VerifiedTag[] {
  const [type, tag = "", contents = ""] = line.split("\0");
  const number = numberOf(tag);
  if (type !== "tag" || number === undefined) return [];
  const parsed = message.safeParse(jsonOf(contents));
  if (!parsed.success || parsed.data.environment !== environment) return [];
  return [{ ...parsed.data, tag, number }];
}

function numberOf(tag: string): number | undefined {
  const digits = /^verified\/[a-z]+\/([1-9]\d{0,8})$/.exec(tag)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A signed tag has its signature below the message. */
function jsonOf(contents: string): unknown {
  try {
    return JSON.parse(contents.replace(/-----BEGIN [\s\S]*$/, ""));
  } catch {
    return undefined;
  }
}

export interface WriteOptions {
  /** Also push the tag to origin. */
  readonly push?: boolean;
}

/**
 * Records a set as verified, as an annotated tag on the commit that was deployed. The newest tag is taken
 * when it says the same already.
 *
 * @throws CliError when git knows nobody to write it, or origin does not take it.
 */
export async function writeVerified(
  repository: Repository,
  set: VerifiedSet & { readonly environment: Environment },
  { push = false }: WriteOptions = {},
): Promise<VerifiedTag> {
  const [newest] = await readVerified(repository, set.environment);
  const isSame = newest !== undefined && saysTheSame(newest, set);
  const written = isSame ? newest : await newTag(repository, set, push);
  if (push) await pushTag(repository, written.tag);
  return written;
}

function saysTheSame(a: VerifiedSet, b: VerifiedSet): boolean {
  const withoutMoment = ({ services, chart, checks }: VerifiedSet) => ({ services, chart, checks });
  const plain = (set: VerifiedSet): unknown => JSON.parse(JSON.stringify(withoutMoment(set)));
  return isDeepStrictEqual(plain(a), plain(b));
}

/** Others may number at the same time: here, and with --push on other machines. */
const mostAttempts = 5;

async function newTag(
  repository: Repository,
  set: VerifiedSet,
  push: boolean,
): Promise<VerifiedTag> {
  await refuseWithoutIdentity(repository);
  const { root, env } = repository;
  const { environment, time, commit, chart, services, checks } = set;
  const text = JSON.stringify({ environment, time, commit, chart, services, checks }, null, 2);
  const first = (await lastNumber(repository, environment, push)) + 1;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const tag = `verified/${environment}/${String(first + attempt)}`;
    try {
      // Verbatim: a line of it may begin with #.
      const args = ["tag", "--annotate", "--cleanup=verbatim", "--message", text, tag, commit];
      await git(root, args, env);
      return { ...set, tag, number: first + attempt };
    } catch (error) {
      if (!(error instanceof GitError) || !error.message.includes("already exists")) throw error;
    }
  }
  throw new CliError(
    `verified/${environment}: ${String(mostAttempts)} numbers in a row were taken meanwhile. Run the command again.`,
  );
}

async function lastNumber(
  { root, env }: Repository,
  environment: string,
  push: boolean,
): Promise<number> {
  const refs = `refs/tags/verified/${environment}/`;
  const here = await git(root, ["for-each-ref", "--format=%(refname:lstrip=2)", refs], env);
  const there = push
    ? await git(root, ["ls-remote", "--refs", "origin", `${refs}*`], env).catch(() => "")
    : "";
  const names = [
    ...here.split("\n"),
    ...there.split("\n").map((line) => line.split("refs/tags/")[1]),
  ];
  return Math.max(0, ...names.map((name) => numberOf(name ?? "") ?? 0));
}
