import { z } from "zod";
import {
  platformReleases,
  platformSizeNames,
  platformWorkloads,
  type PlatformRelease,
  type PlatformWorkload,
} from "../platform-model.ts";
import { environments } from "../model.ts";
import { imageRegistry } from "./image.ts";
import { kubernetesName } from "./names.ts";
import { mostReplicas, wholeNumber } from "./numbers.ts";
import { autoscalingBounds, cpuAndMemory } from "./profile.ts";
import { volume } from "./quantity.ts";

const { min, max } = autoscalingBounds.shape;

/** What a workload has different from the size of the platform; joined with it key by key. */
const workloadSize = z
  .strictObject({
    replicas: wholeNumber(1, mostReplicas, "Pods; for Redis its shards, at least 3.", 3),
    autoscaling: z
      .union([
        z.literal(false).describe("No HorizontalPodAutoscaler."),
        z.strictObject({ min, max }).partial(),
      ])
      .describe("Bounds of its HorizontalPodAutoscaler, or `false` for none."),
    requests: cpuAndMemory.partial().describe("What each pod is sure to get."),
    limits: cpuAndMemory.partial().describe("What a pod may use at most."),
    storage: volume,
  })
  .partial()
  // With an id, the JSON schema has it once and not for each workload.
  .meta({ id: "workload", description: "What this workload has different." });

/** One optional entry for each of `names`, so that editors complete them and others are refused. */
function entries<Name extends string, Schema extends z.ZodType>(
  names: readonly Name[],
  schema: Schema,
) {
  const shape = Object.fromEntries(names.map((name) => [name, schema.optional()]));
  return z.strictObject(shape as Record<Name, z.ZodOptional<Schema>>);
}

const releaseValues = z
  .record(z.string(), z.unknown())
  .meta({ id: "release", description: "Helm values of this release." });

export const platform = z
  .strictObject({
    owner: z
      .enum(environments)
      .meta({
        description: "Stack whose platform this one uses. Default: its own.",
        examples: ["production"],
      })
      .optional(),
    size: z
      .enum(platformSizeNames)
      .default("small")
      .describe(
        "How big it is: `small` is one of each, `medium` two where it matters, `large` outlives a node.",
      ),
    sizes: entries<PlatformWorkload, typeof workloadSize>(platformWorkloads, workloadSize)
      .prefault({})
      .describe("What single workloads have different from that; joined key by key."),
    storageClass: kubernetesName({
      description: "StorageClass of every volume. Default: the cluster's.",
      example: "fast",
    }).optional(),
    values: entries<PlatformRelease, typeof releaseValues>(platformReleases, releaseValues)
      .prefault({})
      .describe("Helm values laid over the platform's own, by release; lists are replaced."),
  })
  .prefault({})
  .describe("Whose platform this stack uses, and how big it is.");

export const images = z
  .strictObject({
    mirror: imageRegistry
      .meta({
        description: "Registry that serves the platform's images in place of their own.",
        examples: ["registry.example.org"],
      })
      .optional(),
    pullSecrets: z
      .array(
        kubernetesName({
          description: "Secret with registry credentials, in every namespace that pulls.",
          example: "harbor",
        }),
      )
      .default([])
      .describe("Secrets that images are pulled with."),
  })
  .prefault({})
  .describe("Where images come from.");
