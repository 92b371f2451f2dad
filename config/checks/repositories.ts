import { registryLoginName } from "../join-secrets.ts";
import { isMap, show, valueAt } from "../problem.ts";
import { isSshUrl } from "../schema/secrets.ts";
import type { Raw, Report } from "./findings.ts";

/** Each repository has one way to log in, and an address of its own: Argo CD finds it by that. */
export function checkRepositories(raw: Raw, report: Report): void {
  checkPullSecrets(raw, report);
  const { repositories } = raw;
  if (!isMap(repositories)) return;
  const seen = new Map<string, string>();
  for (const name of Object.keys(repositories).sort()) {
    const path = ["repositories", name];
    const entry = repositories[name];
    const url = valueAt(entry, ["url"]);
    if (typeof url !== "string") continue;
    const other = seen.get(sameAs(url));
    if (other !== undefined) {
      report(
        [...path, "url"],
        `must be the address of one repository (found that of ${other}). Remove one of the two.`,
      );
    }
    seen.set(sameAs(url), name);
    checkLogin(entry, url, { path, report });
  }
}

function checkLogin(
  entry: unknown,
  url: string,
  { path, report }: { readonly path: readonly string[]; readonly report: Report },
): void {
  const type = valueAt(entry, ["type"]);
  const username = valueAt(entry, ["username"]);
  const isSsh = isSshUrl(url);
  if (type === "helm" && isSsh) {
    report(
      [...path, "url"],
      `must begin with https:// or oci://, since it has charts (found ${show(url)}). Correct the address or the type.`,
    );
  }
  if (type === "git" && url.startsWith("oci://")) {
    report(
      [...path, "url"],
      `must begin with https:// or ssh://, since it is Git (found ${show(url)}). Correct the address or the type.`,
    );
  }
  if (isSsh && username !== undefined) {
    report(
      [...path, "username"],
      `must not be set, since the address says who logs in with an SSH key (found ${show(username)}). Remove the line.`,
    );
  }
  if (!isSsh && username === undefined) {
    report(
      [...path, "username"],
      "is missing. Add it, for example `username: argo`, or remove the entry: a repository that everybody may read needs none.",
    );
  }
}

/** As Argo CD compares them (util/git.NormalizeGitURL): `.git` and a slash at the end say nothing. */
function sameAs(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

/** What this stack makes itself joins the list by itself. */
function checkPullSecrets(raw: Raw, report: Report): void {
  const names = valueAt(raw["images"], ["pullSecrets"]);
  if (!isMap(raw["registryLogin"]) || !Array.isArray(names)) return;
  const at = names.indexOf(registryLoginName);
  if (at < 0) return;
  report(
    ["images", "pullSecrets", at],
    `must not be listed, since registryLogin makes it and adds it (found ${show(registryLoginName)}). Remove it.`,
  );
}
