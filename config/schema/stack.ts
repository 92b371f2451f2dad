import { z } from "zod";
import { environments } from "../model.ts";
import { access } from "./access.ts";
import { addons } from "./addons.ts";
import { branch } from "./branch.ts";
import { imageDigest } from "./image.ts";
import { hold } from "./hold.ts";
import { dnsLabel, hostSuffix } from "./names.ts";
import { flag, wholeNumber } from "./numbers.ts";
import { oidc, platform } from "./platform.ts";
import { profile, profileException } from "./profile.ts";
import { values } from "./project.ts";
import { secretRevisions, secrets } from "./secrets.ts";
import { syncWindows } from "./sync-windows.ts";
import { line, text } from "./text.ts";
import { version } from "./version.ts";

const environmentName = (description: string) =>
  z.enum(environments).meta({ description, examples: ["staging"] });

const uid = text(
  (value) =>
    value === "" || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
      ? undefined
      : {
          wrong: "must be empty or a UID such as 1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11",
          hint: "Read it with `kubectl get namespace kube-system -o jsonpath={.metadata.uid}`.",
        },
  {
    description: "UID of the cluster's kube-system namespace; empty until the stack is pinned.",
    example: "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11",
  },
);

/** The shape of `msa:cluster`, which local.yaml shares. */
export const clusterShape = {
  context: line(253, { description: "Context in the kubeconfig.", example: "staging" }),
  uid: uid.default(""),
};

const environmentVariable = text(
  (value) =>
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
      ? undefined
      : {
          wrong: "must be letters, digits and underscores, not beginning with a digit",
          hint: `Try ${JSON.stringify(value.replace(/^(?=\d)|\W/g, "_"))}.`,
        },
  { description: "Name of an environment variable.", example: "LOG_LEVEL" },
);

/** What runs of one service in this environment, and how it differs from the profile. */
export const serviceEntry = z
  .strictObject({
    version: version(
      "Version that runs; the tag of its image. When absent, that of the catalogue.",
    ).optional(),
    digest: imageDigest.optional(),
    profile: profileException.optional(),
    env: z
      .record(environmentVariable, z.string().meta({ examples: ["debug"] }))
      .default({})
      .describe("Plain environment variables; never a password."),
    values: values.default({}),
    hold: hold.optional(),
  })
  .describe("What runs of this service here, and how it differs from the profile.");

const sync = z
  .strictObject({
    automated: flag("Sync without a human.").default(true),
    selfHeal: flag("Undo changes made by hand.").default(true),
    prune: flag("Delete what is no longer declared.").default(true),
    retries: wholeNumber(0, 20, "Retries of a failed sync.", 5).default(5),
    windows: syncWindows,
  })
  .describe("How Argo CD keeps this environment's Applications in step.");

const rollout = z
  .strictObject({
    progressDeadlineSeconds: wholeNumber(
      30,
      7200,
      "Seconds a new version may take to become ready; then Argo CD says Degraded.",
      300,
    ).default(600),
  })
  .describe("How long a new version may take.");

const existingObject = text(
  (value) =>
    /^[A-Z][A-Za-z]+(\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?){1,2}$/.test(value)
      ? undefined
      : { wrong: "must be <Kind>/<name> or <Kind>/<namespace>/<name>" },
  {
    description: "An object that exists, `<Kind>/<name>` or `<Kind>/<namespace>/<name>`.",
    example: "Namespace/microservices",
  },
);

/** Keys of `Pulumi.<environment>.yaml`: what differs between environments. */
export const stackShape = {
  environment: environmentName("The environment; the same word as the stack's name."),
  branch,
  namespace: dnsLabel({ description: "Namespace of the services.", example: "microservices" }),
  hostSuffix,
  cluster: z
    .strictObject(clusterShape)
    .describe("The cluster, and how to know it is the right one."),
  chart: z
    .strictObject({ version: version("Exact version of the service chart.") })
    .describe("The service chart this environment uses."),
  profile,
  services: z
    .record(z.string(), serviceEntry)
    .describe("What runs: one entry for each service of the catalogue that has no version there."),
  platform,
  oidc,
  addons: addons.prefault({}),
  sync: sync.prefault({}),
  rollout: rollout.prefault({}),
  access,
  secrets,
  secretRevisions,
  awaitHealthy: flag(
    "Wait inside `pulumi up` until every Application is Synced and Healthy.",
  ).default(false),
  adopt: z.array(existingObject).default([]).describe("Existing objects this stack may take over."),
};
