import { environments, type Environment } from "../../config/model.ts";
import { commitOf, git, mergeBase } from "../git.ts";

/** What is compared with: where a branch and this one parted. */
export interface BaseRevision {
  /** As people know it: a branch, or what was asked for. */
  readonly name: string;
  readonly commit: string;
  /** The environment that the branch deploys; absent when it deploys none. */
  readonly environment?: Environment;
}

/** The branch that each environment follows. */
export type Branches = Readonly<Record<Environment, string>>;

/**
 * Finds what to compare with: the revision asked for, or the environment's branch that this one parted
 * from last. Always the merge base, so that what others merged meanwhile is not shown as undone.
 *
 * @throws CliError when the revision does not exist.
 */
export async function baseRevision(
  root: string,
  branches: Branches,
  asked: string | undefined,
): Promise<BaseRevision> {
  if (asked !== undefined) {
    const branch = asked.replace(/^(refs\/heads\/|refs\/remotes\/)?(origin\/)?/, "");
    const environment = environments.find((each) => branches[each] === branch);
    const commit = await mergeBase(root, asked);
    return { name: asked, commit, ...(environment && { environment }) };
  }
  const found = (await Promise.all(environments.map((each) => nearest(root, branches, each))))
    .flat()
    .sort((a, b) => a.distance - b.distance);
  const [first] = found;
  return first ?? { name: "HEAD", commit: await git(root, ["rev-parse", "HEAD"]) };
}

/** The branch of an environment, as it is on the server or else here, with the commits since. */
async function nearest(root: string, branches: Branches, environment: Environment) {
  for (const name of [`origin/${branches[environment]}`, branches[environment]]) {
    if ((await commitOf(root, name)) !== undefined) {
      const commit = await mergeBase(root, name);
      const distance = Number(await git(root, ["rev-list", "--count", `${commit}..HEAD`]));
      return [{ name, commit, environment, distance }];
    }
  }
  return [];
}
