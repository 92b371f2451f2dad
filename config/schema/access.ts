import { z } from "zod";
import { developerRights } from "../access-model.ts";
import { flag } from "./numbers.ts";
import { text, tooLong, type Fault } from "./text.ts";

const longestGroup = 256;

/** Names with a meaning of their own: Kubernetes' built-in groups, and the roles of Argo CD. */
const reserved = /^(system|role|proj):/i;

function groupFault(value: string): Fault | undefined {
  if (value.trim() === "") return { wrong: "must not be empty" };
  if (value.trim() !== value) return { wrong: "must not begin or end with a space" };
  // Argo CD refuses a project whose roles have a group with one of these.
  if (/["\p{Cc}]/u.test(value)) return { wrong: 'must not contain " or a line break' };
  if (value.includes("*")) return { wrong: "must be the name of one group, with no *" };
  if (reserved.test(value)) {
    return {
      wrong: "must be a group of people, not a name that Kubernetes or Argo CD gives a meaning",
      hint: "Names that begin with system:, role: or proj: are theirs.",
    };
  }
  return tooLong(value, longestGroup);
}

const groups = (description: string, fallback: string) =>
  z
    .array(
      text(groupFault, {
        description: "A group, as the login says it in the claim `groups`.",
        example: fallback,
      }),
    )
    .default([fallback])
    .describe(description);

export const access = z
  .strictObject({
    developers: groups(
      "Groups that may look at this environment's Applications, and what `developersMay` adds.",
      "msa-developers",
    ),
    developersMay: z
      .array(z.enum(developerRights))
      .default(["sync"])
      .describe("What developers may do beside looking: `sync` Applications, read `logs`."),
    admins: groups("Groups that may do everything inside this environment.", "msa-admins"),
    clusterAdmins: groups(
      "Groups that may do everything on the cluster. The owner of the platform decides.",
      "jclee-admins",
    ),
    exec: flag(
      "Whether admins may open a shell in a pod through Argo CD. The owner of the platform decides.",
    ).default(false),
  })
  .prefault({})
  .describe("Who may do what, by the groups of the login. Everybody else may do nothing.");
