import { z } from "zod";
import { verticalModes } from "../model.ts";
import { mostReplicas, wholeNumber } from "./numbers.ts";
import { cpu, memory } from "./quantity.ts";

const percent = (of: string) =>
  wholeNumber(1, 200, `Average ${of} utilisation to hold, percent of the request.`, 70);

export const cpuAndMemory = z.strictObject({ cpu, memory });

export const autoscalingBounds = z.strictObject({
  min: wholeNumber(1, mostReplicas, "Fewest pods.", 2),
  max: wholeNumber(1, mostReplicas, "Most pods.", 5),
  cpu: percent("cpu"),
  memory: percent("memory"),
});

const off = z.literal(false).describe("No HorizontalPodAutoscaler.");

const replicas = wholeNumber(
  1,
  mostReplicas,
  "Pods that run when there is no autoscaling; with it, the HPA decides.",
  2,
);
const requests = "What each pod is sure to get; the scheduler plans with it.";
const limits = "What a pod may use at most.";
const autoscaling = "HorizontalPodAutoscaler: its bounds and targets, or `false` for none.";
const verticalAutoscaling = z
  .enum(verticalModes)
  .describe("VerticalPodAutoscaler: `off` only recommends.");

/** How big a service is in this environment unless it says otherwise. */
export const profile = z
  .strictObject({
    replicas,
    requests: cpuAndMemory.describe(requests),
    limits: cpuAndMemory.describe(limits),
    autoscaling: z.union([off, autoscalingBounds]).optional().describe(autoscaling),
    verticalAutoscaling: verticalAutoscaling.default("off"),
  })
  .describe("How big a service is in this environment unless it says otherwise.");

/** What one service has different; joined key by key with the environment's profile. */
export const profileException = z
  .strictObject({
    replicas,
    requests: cpuAndMemory.partial().describe(requests),
    limits: cpuAndMemory.partial().describe(limits),
    autoscaling: z.union([off, autoscalingBounds.partial()]).describe(autoscaling),
    verticalAutoscaling,
  })
  .partial()
  .describe("What this service has different from the environment's profile.");
