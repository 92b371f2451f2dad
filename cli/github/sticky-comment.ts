import { z } from "zod";

import type { Github } from "./api.ts";

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: z.object({ type: z.string() }).nullish(),
});

/** What was done to the comment, and where it is. */
export interface Posted {
  readonly action: "created" | "updated" | "unchanged";
  readonly url: string;
}

/**
 * Writes the one comment of its name on a pull request: updates it when it is there, so that a pull request
 * does not fill up with reports of the past. It is known by a line that nobody sees.
 *
 * @param name of the comment, a plain word.
 */
export async function postSticky(
  github: Github,
  pullRequest: number,
  name: string,
  text: string,
): Promise<Posted> {
  const marker = `<!-- msa-gitops:${name} -->`;
  const body = `${marker}\n${text}`;
  const path = `/issues/${String(pullRequest)}/comments`;
  // A person who quotes the comment copies the marker; only a robot's own is ours.
  const known = (await github.list(path, comment)).find(
    (each) => each.user?.type === "Bot" && each.body?.startsWith(marker),
  );
  if (known === undefined) {
    const { html_url: url } = await github.send("POST", path, { body }, comment);
    return { action: "created", url };
  }
  if (known.body === body) return { action: "unchanged", url: known.html_url };
  const own = `/issues/comments/${String(known.id)}`;
  const { html_url: url } = await github.send("PATCH", own, { body }, comment);
  return { action: "updated", url };
}
