import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import type { Environment } from "../../config/model.ts";
import { gitExactly, type Repository } from "../git.ts";
import { branchOf, declaredAt, type DeclaredAt } from "./branch.ts";
import { catalogueIn, entryOf, servicesIn, type Entry } from "./entry.ts";
import { commitsOf, type FileText } from "./history.ts";
import { readVerified, type VerifiedTag } from "./verified.ts";

/** One thing that was declared of a service, until something else was. */
export interface Revision {
  /** 1 is the oldest. */
  readonly number: number;
  readonly version: string;
  readonly digest?: string;
  readonly entry: Entry;
  /** When it was declared, ISO 8601; of what is not committed: when it was verified, or absent. */
  readonly time?: string;
  readonly author?: string;
  /** Absent for what was never committed. */
  readonly commit?: string;
  /** The newest tag that says this ran as declared. */
  readonly verified?: string;
}

type Draft = Omit<Revision, "number" | "verified">;

/**
 * What was declared of a service in an environment, oldest first: from the commits of its branch, from
 * verified sets that were deployed without a commit, and from the working tree when it differs.
 *
 * What was verified is known by its content, so the same entry declared again is verified again.
 *
 * @throws GitError when the folder is in no repository.
 */
export async function revisionsOf(
  repository: Repository,
  environment: Environment,
  service: string,
): Promise<Revision[]> {
  const tags = await readVerified(repository, environment);
  const branch = await branchOf(repository, environment);
  const at = await declaredAt(repository, branch);
  const committed = await committedDrafts(repository, environment, { service, at });
  const tree = await treeEntry(repository, environment, { service, at });
  const drafts = mergedByTime(committed, neverCommitted(committed, tree, tags, service));
  const all =
    tree === undefined || isEqual(drafts.at(-1)?.entry, tree) ? drafts : [...drafts, draft(tree)];
  return all.map((each, at) => {
    const verified = tags.find(({ services }) => isEqual(services[service]?.entry, each.entry));
    return { number: at + 1, ...each, ...(verified && { verified: verified.tag }) };
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

function draft(entry: Entry, about: Pick<Draft, "time" | "author" | "commit"> = {}): Draft {
  const { version, digest } = entry;
  return { version, ...(typeof digest === "string" && { digest }), entry, ...about };
}

/** A service, and where its environment's state stands. */
interface Place {
  readonly service: string;
  readonly at: DeclaredAt;
}

async function committedDrafts(
  repository: Repository,
  environment: Environment,
  { service, at }: Place,
): Promise<Draft[]> {
  const stackName = `Pulumi.${environment}.yaml`;
  const revision = at === "working tree" ? "HEAD" : at.commit;
  const commits = await commitsOf(repository, revision, [stackName, "Pulumi.yaml"]).catch(noCommit);
  const services = onceEach(servicesIn);
  const catalogues = onceEach(catalogueIn);
  const drafts: Draft[] = [];
  let last: Entry | undefined;
  for (const { commit, author, time, texts } of commits) {
    const parsed = {
      services: services(texts[stackName]),
      catalogue: catalogues(texts["Pulumi.yaml"]),
    };
    const entry = entryOf(parsed, service);
    if (entry === undefined || isEqual(entry, last)) continue;
    drafts.push(draft(entry, { commit, author, time }));
    last = entry;
  }
  return drafts;
}

/** Before the first commit there is no HEAD. */
function noCommit(error: unknown): [] {
  const isEmpty =
    error instanceof Error && /unknown revision|bad revision|does not have any/.test(error.message);
  if (!isEmpty) throw error;
  return [];
}

/** Reads each text once, by its hash. */
function onceEach(read: (text: string) => unknown): (file: FileText | undefined) => unknown {
  const known = new Map<string, unknown>();
  return (file) => {
    if (file === undefined) return undefined;
    if (!known.has(file.blob)) known.set(file.blob, read(file.text));
    return known.get(file.blob);
  };
}

/**
 * What the working tree says. On a branch of another environment it counts only when the person has
 * changed it: that branch's copy of the file is merely old.
 */
async function treeEntry(
  repository: Repository,
  environment: Environment,
  { service, at }: Place,
): Promise<Entry | undefined> {
  const { root } = repository;
  const name = `Pulumi.${environment}.yaml`;
  const read = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  const entryFrom = (stackText: string) => {
    const parsed = { services: servicesIn(stackText), catalogue: catalogueIn(read("Pulumi.yaml")) };
    return entryOf(parsed, service);
  };
  const entry = entryFrom(read(name));
  if (at === "working tree") return entry;
  const committed = await gitExactly(repository, ["show", `HEAD:./${name}`]).catch(() => "");
  return isEqual(entryFrom(committed), entry) ? undefined : entry;
}

/** What was deployed from a working tree and is in no commit. */
function neverCommitted(
  committed: readonly Draft[],
  tree: Entry | undefined,
  tags: readonly VerifiedTag[],
  service: string,
): Draft[] {
  const drafts: Draft[] = [];
  for (const { services, time } of tags.toReversed()) {
    const entry = services[service]?.entry;
    const isKnown = [...committed, ...drafts].some((each) => isEqual(each.entry, entry));
    if (entry === undefined || isKnown || isEqual(entry, tree)) continue;
    drafts.push(draft(entry, { time }));
  }
  return drafts;
}

/** Commits keep their order whatever their clocks said. */
function mergedByTime(committed: readonly Draft[], others: readonly Draft[]): Draft[] {
  const merged = [...committed];
  for (const other of others) {
    const before = merged.filter(({ time = "" }) => time <= (other.time ?? "")).length;
    merged.splice(before, 0, other);
  }
  return merged;
}
