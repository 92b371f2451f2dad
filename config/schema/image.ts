import { text, type Fault } from "./text.ts";

/** Path of an image (OCI distribution specification, "name"). */
const repositoryPattern = "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";
const repository = new RegExp(`^${repositoryPattern}$`);
const registryPattern = `[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\\d{1,5})?(/${repositoryPattern})?`;
const registry = new RegExp(`^${registryPattern}$`);

function registryFault(value: string): Fault | undefined {
  if (registry.test(value)) return undefined;
  const bare = value.replace(/^[a-z]+:\/\//i, "").replace(/\/+$/, "");
  return {
    wrong: "must be a registry such as registry.example.org, with no scheme",
    ...(registry.test(bare) ? { hint: `Use ${bare}.` } : {}),
  };
}

function repositoryFault(value: string): Fault | undefined {
  if (repository.test(value)) return undefined;
  const bare = value.replace(/[:@].*$/, "");
  return {
    wrong: "must be the path of an image such as msa/order-service",
    ...(repository.test(bare) ? { hint: `Use ${bare}; the version is each stack file's.` } : {}),
  };
}

export const imageRegistry = text(registryFault, {
  description: "Container registry; a service's image is `<registry>/<image>:<version>`.",
  example: "registry.example.org",
});

export const imageRepository = text(repositoryFault, {
  description: "Path of the image in the registry. Default: `msa/<service>`.",
  example: "msa/order-service",
});

export const imageDigest = text(
  (value) =>
    /^sha256:[0-9a-f]{64}$/.test(value)
      ? undefined
      : {
          wrong: "must be sha256: and 64 digits of 0-9 and a-f",
          hint: "Copy it from the registry, or remove the line.",
        },
  {
    description: "Digest of the image; with it, exactly these bytes run and no others.",
    example: `sha256:${"0".repeat(64)}`,
    pattern: "^sha256:[0-9a-f]{64}$",
  },
);

/** A whole image, by an exact tag or by its digest. */
export const wholeImage = (description: string) =>
  text(
    (value) => {
      const tagged = value.replace(/@sha256:[0-9a-f]{64}$/, ":digest");
      const isWhole = parseImage(tagged) !== undefined && !value.endsWith(":latest");
      return isWhole
        ? undefined
        : { wrong: "must be an image with registry and exact tag, or digest" };
    },
    { description, example: "docker.io/library/node:24.21.0-alpine" },
  );

/** A whole image with an exact tag, split by its parts. */
export function parseImage(
  value: string,
): { registry: string; repository: string; tag: string } | undefined {
  const match = /^([^/]+)\/([^:@]+):([^:@]+)$/.exec(value);
  const [, host = "", path = "", tag = ""] = match ?? [];
  return registry.test(host) && repository.test(path)
    ? { registry: host, repository: path, tag }
    : undefined;
}
