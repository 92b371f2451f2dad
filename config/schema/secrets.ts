import { z } from "zod";
import { dnsLabel, labelFault } from "./names.ts";
import { flag, wholeNumber } from "./numbers.ts";
import { text, tooLong, type Fault } from "./text.ts";

/** `<service>-<name>` is also the name of a volume, a label of 63; a service has up to 40. */
const longestSecretName = 22;
const longestKey = 63;

const secretName = text((value) => labelFault(value) ?? tooLong(value, longestSecretName), {
  description: "Name of the secret; the Kubernetes Secret is `<service>-<name>`.",
  example: "database",
});

const secretKey = text(
  (value) =>
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value)
      ? tooLong(value, longestKey)
      : { wrong: "must be letters, digits and . _ - beginning with a letter or digit" },
  { description: "Key of the Secret; a file in the pod.", example: "password" },
);

/** Folders of the system, in which a mount would hide what the container needs. */
const systemFolders = /^\/(dev|proc|sys)(\/|$)|^\/(var\/)?run\/secrets\/kubernetes\.io(\/|$)/;

function mountPathFault(value: string): Fault | undefined {
  if (!/^(\/[A-Za-z0-9._-]+){2,}$/.test(value) || /\/\.{1,2}(\/|$)/.test(value)) {
    return { wrong: "must be a folder below another such as /etc/secrets/database" };
  }
  if (systemFolders.test(value)) {
    return { wrong: "must not be a folder of the system", hint: "Use one below /etc/secrets." };
  }
  return tooLong(value, 200);
}

/** Secrets of one service, by name. */
export const serviceSecrets = z
  .record(
    secretName,
    z
      .strictObject({
        keys: z
          .array(secretKey)
          .min(1)
          .meta({
            description: "Keys of the Secret, each a file.",
            examples: [["username", "password"]],
          }),
        mountPath: text(mountPathFault, {
          description: "Folder the files appear in. Default: `/etc/secrets/<name>`.",
          example: "/etc/secrets/database",
        }).optional(),
        required: flag(
          "Whether nothing is written to a cluster before each key has a value. False: without it the pods run without the files.",
        ).default(true),
      })
      .describe("A Secret that the service reads as files."),
  )
  .default({})
  .describe(
    "Secrets it reads as files, by name; values are under `msa:secrets` of each stack file.",
  );

function usernameFault(value: string): Fault | undefined {
  // In a login the first colon ends the name.
  if (/^[^\s:]+$/.test(value) && !/\p{Cc}/u.test(value)) return tooLong(value, 255);
  return { wrong: "must be a user name, with no space and no colon" };
}

const username = (description: string, example: string) =>
  text(usernameFault, { description, example });

export const registryLogin = z
  .union([
    z.literal(false).describe("No login."),
    z.strictObject({
      username: username("Name of a person or a robot.", "robot$msa+pull"),
    }),
  ])
  .optional()
  .describe(
    "Login at `registry`; its password is the secret `registry/password`. Default: images are pulled without one.",
  );

function repositoryFault(value: string): Fault | undefined {
  const wrong = "must be a URL such as https://git.example.org/team/charts.git";
  if (/^[\w.-]+@[\w.-]+:[^\s/][^\s]*$/.test(value)) return undefined;
  if (!URL.canParse(value) || /\s/.test(value)) return { wrong };
  const { protocol, password, username: user, search, hash } = new URL(value);
  if (!["https:", "oci:", "ssh:"].includes(protocol)) {
    return { wrong: "must begin with https://, oci:// or ssh://" };
  }
  if (password !== "" || (protocol !== "ssh:" && user !== "")) {
    return {
      wrong: "must not carry a user name or password",
      found: "one in the URL",
      hint: "Write the name under username; the password is a secret.",
    };
  }
  return search === "" && hash === ""
    ? undefined
    : { wrong: "must end with the path, with no ? or # after it" };
}

/** A repository by an SSH address, in either of Git's two ways to write one. */
export function isSshUrl(url: string): boolean {
  return url.startsWith("ssh://") || /^[^/:]+@[^/:]+:/.test(url);
}

export const repositories = z
  .record(
    dnsLabel({ description: "Name of the repository.", example: "charts" }),
    z
      .strictObject({
        type: z.enum(["helm", "git"]).meta({ description: "What is in it.", examples: ["helm"] }),
        url: text(repositoryFault, {
          description: "Its address: https, oci for charts, ssh for Git.",
          example: "https://charts.example.org",
        }),
        username: username(
          "Who logs in; the password is the secret `repositories/<name>/password`. Left out with ssh, " +
            "whose key is `repositories/<name>/ssh-key`.",
          "argo",
        ).optional(),
      })
      .describe("A repository that Argo CD has to log in to."),
  )
  .default({})
  .describe("Repositories that Argo CD has to log in to, by name.");

/** As the file has it; never checked by this shape, which editors alone read (`checks/secret-map.ts`). */
export const secrets = z
  .record(
    z.string(),
    z.strictObject({ secure: z.string().describe("The value, encrypted by the engine.") }),
  )
  .default({})
  .describe("Encrypted values by name. Written by `./msa secrets set`; never by hand.");

function dayFault(value: string): Fault | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  const isDay = day?.valueOf() !== undefined && !Number.isNaN(day.valueOf());
  return isDay && day.toISOString().startsWith(value)
    ? undefined
    : { wrong: 'must be a day such as "2026-11-23"' };
}

export const secretRevisions = z
  .record(
    z.string(),
    z
      .strictObject({
        revision: wholeNumber(
          1,
          1_000_000,
          "How often it has been set; raising it starts the pods that read it anew.",
          2,
        ),
        set: text(dayFault, {
          description: "Day it was last set.",
          example: "2026-11-23",
          pattern: "^\\d{4}-\\d\\d-\\d\\d$",
        }).optional(),
      })
      .describe("When one secret was set."),
  )
  .default({})
  .describe("How often and when each secret was set, by name. Written by `./msa secrets set`.");
