import { z } from "zod";

import type { Github } from "./api.ts";
import type { Posted } from "./sticky-comment.ts";

const issue = z.object({
  number: z.number(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: z.object({ type: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});

export interface StickyIssue {
  /** Tells it apart from others of ours: a plain word. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** Opens the issue of this name, or brings the open one up to date. */
export async function openSticky(github: Github, wanted: StickyIssue): Promise<Posted> {
  const { marker, known } = await find(github, wanted.name);
  const { title } = wanted;
  const body = `${marker}\n${wanted.text}`;
  if (known === undefined) {
    const made = await github.send("POST", "/issues", { title, body }, issue);
    return { action: "created", url: made.html_url };
  }
  if (known.body === body) return { action: "unchanged", url: known.html_url };
  const path = `/issues/${String(known.number)}`;
  const { html_url: url } = await github.send("PATCH", path, { title, body }, issue);
  return { action: "updated", url };
}

/** Closes the issue of this name when it is open; undefined when there is none. */
export async function closeSticky(github: Github, name: string): Promise<Posted | undefined> {
  const { known } = await find(github, name);
  if (known === undefined) return undefined;
  const path = `/issues/${String(known.number)}`;
  const { html_url: url } = await github.send("PATCH", path, { state: "closed" }, issue);
  return { action: "updated", url };
}

async function find(github: Github, name: string) {
  const marker = `<!-- msa-gitops:${name} -->`;
  const open = await github.list("/issues?state=open", issue);
  // GitHub lists pull requests as issues too.
  const known = open.find(
    (each) =>
      each.user?.type === "Bot" &&
      each.pull_request === undefined &&
      each.body?.startsWith(marker) === true,
  );
  return { marker, known };
}
