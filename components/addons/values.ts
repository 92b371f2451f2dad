import type {
  Addon,
  Config,
  Images,
  ManagementToolName,
  WorkloadSize,
} from "../../config/model.ts";
import { oidcClientSecret } from "../secrets/oidc-client-secret.ts";

/** `resources` of a container, as every chart takes them. */
export function resources({ requests, limits }: WorkloadSize) {
  return { requests: { ...requests }, limits: { ...limits } };
}

/** The registry an image is pulled from: the mirror, if there is one. */
export function registryOf({ mirror }: Images, own: string): string {
  return mirror ?? own;
}

/** `image.repository` with the registry in it, for charts that have no key for the registry alone. */
export function image(images: Images, registry: string, path: string) {
  return images.mirror === undefined
    ? {}
    : { image: { repository: `${registryOf(images, registry)}/${path}` } };
}

/** `global.imageRegistry`, for charts that put one registry in front of all their images. */
export function imageRegistry({ mirror }: Images) {
  return mirror === undefined ? {} : { imageRegistry: mirror };
}

/** `imagePullSecrets` in Kubernetes' own form: a list of names. */
export function pullSecrets({ pullSecrets: names }: Images) {
  return names.length === 0 ? {} : { imagePullSecrets: names.map((name) => ({ name })) };
}

/** Starts the pods again when the OIDC client's secret is set anew: they read it once. */
export function rollOnNewClientSecret(config: Config) {
  const revision = oidcClientSecret(config)?.revision ?? 0;
  return revision === 0
    ? {}
    : { podAnnotations: { "msa-gitops/secrets-revision": String(revision) } };
}

/** A PodDisruptionBudget where a pod can be spared; with one pod alone it would only block its node. */
export function disruptionBudget({ replicas, autoscaling }: WorkloadSize) {
  return (autoscaling?.min ?? replicas) > 1
    ? { enabled: true, minAvailable: 1 }
    : { enabled: false };
}

/** Fields of a volume claim of a size, in the StorageClass of the platform. */
export function volumeClaim(storage: string, { storageClass }: Config["platform"]) {
  return {
    ...(storageClass !== undefined && { storageClassName: storageClass }),
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage } },
  };
}

/** What a container needs for the restricted Pod Security Standard, for charts that do not set it. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/**
 * Facts of an add-on that is being installed.
 *
 * @throws Error when the configuration does not use it: a mistake in the program, not in the files.
 */
export function installed<T extends Addon>(addon: T | undefined): T {
  if (addon === undefined)
    throw new Error("An add-on is made that the configuration does not use.");
  return addon;
}

/** Address people open a tool at; absent when the gateway does not lead to it. */
export function toolUrl({ tools }: Config, name: ManagementToolName): string | undefined {
  const tool = tools.find((each) => each.name === name);
  return tool?.routed === true ? `https://${tool.host}` : undefined;
}
