import type { KubeConfig, V1Pod } from "@kubernetes/client-node";

import { describeFailure } from "../preflight/fetch-failure.ts";
import { forwardPort } from "../notify/port-forward.ts";
import { healthOf, type EnvoyHealth } from "./envoy.ts";
import { nameOf } from "./pods-of.ts";

/** The container that Istio puts beside a service. */
const proxy = "istio-proxy";
/** Envoy's administration, and its readiness (istio, pkg/bootstrap). */
const ports = { admin: 15000, ready: 15021 };
const patienceMilliseconds = 10_000;

/** The mesh's part of one pod. */
export interface Sidecar {
  readonly service: string;
  readonly pod: string;
  readonly isInjected: boolean;
  /** As Kubernetes says. */
  readonly isReady: boolean;
  /** Tag of its image; absent where there is none. */
  readonly version?: string;
  /** What it says itself; absent where it could not be asked. */
  readonly envoy?: EnvoyHealth;
  /** What is wrong, and what to do; empty when all is well. */
  readonly problems: readonly string[];
}

/** What Kubernetes knows of the sidecar of a pod; it may be an init container that stays (Istio 1.27). */
export function sidecarIn(pod: V1Pod, service: string): Sidecar {
  const shared = { service, pod: nameOf(pod) };
  const image = imageIn(pod);
  if (image === undefined) {
    const problem =
      "has no sidecar: it is not in the mesh. Is its namespace labelled for injection, and was it there " +
      "when the pod started? Start the pod again once it is.";
    return { ...shared, isInjected: false, isReady: false, problems: [problem] };
  }
  const version = /:([^:/@]+)(@|$)/.exec(image)?.[1];
  const isReady = isReadyIn(pod);
  return {
    ...shared,
    isInjected: true,
    isReady,
    ...(version !== undefined && { version }),
    problems: isReady ? [] : [`${proxy} is not ready. Its log: --container ${proxy} of ./msa logs`],
  };
}

function imageIn({ spec }: V1Pod): string | undefined {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const found = containers.find(({ name }) => name === proxy);
  return found && (found.image ?? "");
}

function isReadyIn({ status }: V1Pod): boolean {
  const own = status?.containerStatuses ?? [];
  const statuses = [...own, ...(status?.initContainerStatuses ?? [])];
  return statuses.some(({ name, ready }) => name === proxy && ready);
}

/** The same with what the sidecar says itself, through a port of this machine, as `curl localhost:15000` there. */
export async function asked(
  kube: KubeConfig,
  namespace: string,
  sidecar: Sidecar,
): Promise<Sidecar> {
  if (!sidecar.isInjected) return sidecar;
  try {
    const to = { namespace, pod: sidecar.pod };
    const ready = await answerAt(kube, { ...to, port: ports.ready }, "/healthz/ready");
    const clusters = await answerAt(kube, { ...to, port: ports.admin }, "/clusters?format=json");
    const envoy = healthOf(await clusters.json(), ready.ok);
    return { ...sidecar, envoy, problems: [...sidecar.problems, ...problemsOf(envoy)] };
  } catch (error) {
    const why = describeFailure(error);
    const problem = `its Envoy could not be asked (${why}): it takes the right to forward ports, and a pod that runs.`;
    return { ...sidecar, problems: [...sidecar.problems, problem] };
  }
}

async function answerAt(
  kube: KubeConfig,
  to: Parameters<typeof forwardPort>[1],
  path: string,
): Promise<Response> {
  const forward = await forwardPort(kube, to);
  try {
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const answer = await fetch(`http://127.0.0.1:${forward.port}${path}`, { signal });
    // Read before the way is closed.
    return new Response(await answer.text(), { status: answer.status });
  } finally {
    forward.close();
  }
}

function problemsOf({ isReady, unhealthy }: EnvoyHealth): string[] {
  return [
    ...(isReady ? [] : ["its Envoy takes no traffic yet (port 15021 says so)."]),
    ...unhealthy.map((each) => `sends nothing to ${each}.`),
  ];
}
