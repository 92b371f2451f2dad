import type { CpuAndMemory, Profile, Quota, Service } from "./model.ts";
import { bytes, millicores } from "./schema/quantity.ts";

/** Part of the pods that a rollout adds: `rollout.maxSurge` of the service chart, rounded up. */
const surge = 0.25;

/** What Istio gives each sidecar: `global.proxy.resources` of its chart. */
const sidecar = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { cpu: "2000m", memory: "1024Mi" },
} as const;

/**
 * The most that these services can use at once: each at its HPA's maximum or its
 * replicas, while all of them roll out. With a mesh, every pod has a sidecar, which counts too.
 */
export function quotaOf(services: readonly Pick<Service, "profile">[], hasMesh: boolean): Quota {
  const profiles = services.map((service) => service.profile);
  const groups = profiles.flatMap((profile) => {
    const pods = podsOf(profile);
    return [{ pods, ...profile }, ...(hasMesh ? [{ pods, ...sidecar }] : [])];
  });
  return {
    pods: profiles.reduce((sum, profile) => sum + podsOf(profile), 0),
    requests: total(groups.map(({ pods, requests }) => [pods, requests])),
    limits: total(groups.map(({ pods, limits }) => [pods, limits])),
  };
}

function podsOf({ autoscaling, replicas }: Profile): number {
  const most = autoscaling?.max ?? replicas;
  return most + Math.ceil(most * surge);
}

function total(parts: readonly (readonly [number, CpuAndMemory])[]): CpuAndMemory {
  const sum = (of: (each: CpuAndMemory) => number) =>
    parts.reduce((before, [pods, each]) => before + pods * of(each), 0);
  const cpu = sum((each) => millicores(each.cpu) ?? 0);
  const memory = sum((each) => bytes(each.memory) ?? 0);
  return { cpu: `${cpu}m`, memory: inLargestUnit(memory) };
}

const mebibyte = 2 ** 20;

function inLargestUnit(amount: number): string {
  return amount % mebibyte === 0 ? `${amount / mebibyte}Mi` : `${amount}`;
}
