import { git, type Repository } from "../git.ts";

/** The repository on a GitHub (or GitHub Enterprise) server that origin is. */
export interface Origin {
  /** Address for people, such as `https://github.com`. */
  readonly server: string;
  /** Address of the API (docs.github.com/en/enterprise-server/rest/overview). */
  readonly api: string;
  /** `<owner>/<name>`. */
  readonly repository: string;
}

/**
 * Where pull requests of this repository are. GITHUB_REPOSITORY, GITHUB_SERVER_URL and GITHUB_API_URL, as
 * GitHub Actions sets them, come before the address of `origin`; undefined when neither names a repository.
 */
export async function originOf(
  { root, env }: Repository,
  variables: NodeJS.ProcessEnv,
): Promise<Origin | undefined> {
  const address = await git(root, ["remote", "get-url", "origin"], env).catch(() => "");
  const found = parsedAddress(address);
  const repository = variables.GITHUB_REPOSITORY ?? found?.repository;
  if (repository === undefined || repository === "") return undefined;
  const host = found?.host ?? "github.com";
  const server = variables.GITHUB_SERVER_URL ?? `https://${host}`;
  const ownApi = host === "github.com" ? "https://api.github.com" : `https://${host}/api/v3`;
  return { server, api: variables.GITHUB_API_URL ?? ownApi, repository };
}

/** `git@host:owner/name.git`, `ssh://git@host/owner/name`, `https://host/owner/name.git`. */
function parsedAddress(address: string): { host: string; repository: string } | undefined {
  const match =
    /^(?:https?|ssh):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(
      address,
    ) ?? /^(?:[^@/]+@)([^/:]+):([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(address);
  const [, host, repository] = match ?? [];
  return host === undefined || repository === undefined ? undefined : { host, repository };
}
