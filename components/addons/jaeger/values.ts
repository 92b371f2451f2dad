import { createHash } from "node:crypto";

import type { Config } from "../../../config/model.ts";
import type { HelmValues } from "../../helm-values.ts";
import { bytesOf } from "../quantity.ts";
import { imageRegistry, resources, restrictedContainer } from "../values.ts";
import { jaegerSettings, type TraceStorage } from "./settings.ts";

/** Where the volume of the traces is mounted. */
const folder = "/badger";
/** A week: long enough to look into what was reported on a Friday. */
const keepHours = 168;
/** Memory that a trace of a few dozen spans takes at most, in bytes; upstream names no figure. */
const bytesPerTrace = 32 * 1024;

/**
 * Values of the chart jaeger 4.11.1.
 *
 * @param claim name of the volume claim the traces are kept in; absent: in memory.
 */
export function jaegerValues({ images, platform }: Config, claim: string | undefined): HelmValues {
  const size = platform.sizes.jaeger;
  const settings = jaegerSettings(traceStorage(size.limits.memory, claim));
  return {
    global: imageRegistry(images),
    userconfig: settings,
    jaeger: {
      // Traces are in this pod or on its volume; a second pod would have others.
      replicas: 1,
      strategy: { type: "Recreate" },
      resources: resources(size),
      // It asks nothing of Kubernetes.
      serviceAccount: { automountServiceAccountToken: false },
      image: { pullSecrets: [...images.pullSecrets] },
      // The chart mounts the settings in a way that a change of them would not start the pod anew.
      podLabels: { "msa-gitops/settings": hashOf(settings) },
      podSecurityContext: {
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
      securityContext: restrictedContainer,
      ...(claim !== undefined && {
        extraVolumes: [{ name: "traces", persistentVolumeClaim: { claimName: claim } }],
        extraVolumeMounts: [{ name: "traces", mountPath: folder }],
      }),
    },
  };
}

/** In memory, as many traces as fit in half of what the pod may use. */
function traceStorage(memory: string, claim: string | undefined): TraceStorage {
  return claim === undefined
    ? { kind: "memory", maxTraces: Math.floor(bytesOf(memory, 0.5) / bytesPerTrace) }
    : { kind: "badger", folder, keepHours };
}

function hashOf(settings: unknown): string {
  return createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 10);
}
