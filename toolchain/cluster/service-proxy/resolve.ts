import { z } from "zod";
import type { Api } from "../api.ts";
import type { PodRole } from "../parts/part.ts";
import { playsRole } from "../parts/pod-roles.ts";
import { podSchema } from "../pods/pod.ts";
import type { Ports } from "../ports.ts";
import { serviceNameOf, type ServiceName } from "./host-name.ts";

/** Why a call cannot be passed on. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

const serviceSchema = z.object({
  spec: z.object({
    clusterIP: z.string().optional(),
    selector: z.record(z.string(), z.string()).default({}),
    ports: z
      .array(z.object({ port: z.int(), targetPort: z.union([z.int(), z.string()]).optional() }))
      .default([]),
  }),
});
type Service = z.infer<typeof serviceSchema>;

const podsSchema = z.object({
  items: z.array(
    z
      .object({
        spec: z.object({
          containers: z.array(
            z.object({
              ports: z
                .array(z.object({ name: z.string().optional(), containerPort: z.int() }))
                .default([]),
            }),
          ),
        }),
      })
      .and(podSchema),
  ),
});
type Pod = z.infer<typeof podsSchema>["items"][number];

/** What a resolver asks. */
export interface Cluster {
  readonly api: Pick<Api, "send">;
  readonly ports: Ports;
  readonly roles: readonly PodRole[];
}

/**
 * Finds the port on this machine that answers for a Service, on the way a call takes in a cluster: the Service, its
 * port, its Ready pods, their port.
 *
 * @throws Unreachable with where the way ends.
 */
export async function resolveService(
  cluster: Cluster,
  host: string,
  port: number,
): Promise<number> {
  const name = serviceNameOf(host);
  if (name === undefined) throw new Unreachable(`${host}: no name of a Service in this cluster`);
  const service = await readService(cluster.api, name);
  const target = targetOf(service, port);
  if (target === undefined) throw new Unreachable(`${host}: its Service has no port ${port}`);
  const pod = await readyPod(cluster.api, name, service);
  if (pod === undefined) throw new Unreachable(`${host}: no pod of its Service is Ready`);
  const containerPort = numberOf(target, pod);
  const role = cluster.roles.find((one) => playsRole(one, pod));
  if (role?.serves === undefined || role.serves.port !== containerPort)
    throw new Unreachable(`${host}: nothing listens on port ${target} of its simulated pods`);
  return cluster.ports[role.serves.listener];
}

async function readService(api: Cluster["api"], name: ServiceName): Promise<Service> {
  const { namespace, service } = name;
  const body = await read(api, `/api/v1/namespaces/${namespace}/services/${service}`);
  if (body === undefined) throw new Unreachable(`${service}.${namespace}: no such Service`);
  return serviceSchema.parse(body);
}

/** Without an address of its own a Service is only a name for its pods, and the port is theirs. */
function targetOf({ spec }: Service, port: number): number | string | undefined {
  if (spec.clusterIP === "None") return port;
  const entry = spec.ports.find((one) => one.port === port);
  return entry && (entry.targetPort ?? entry.port);
}

async function readyPod(
  api: Cluster["api"],
  { namespace, pod: wanted }: ServiceName,
  { spec }: Service,
): Promise<Pod | undefined> {
  const selector = Object.entries(spec.selector).map(([key, value]) => `${key}=${value}`);
  if (selector.length === 0) return undefined;
  const query = `labelSelector=${encodeURIComponent(selector.join(","))}`;
  const body = await read(api, `/api/v1/namespaces/${namespace}/pods?${query}`);
  return podsSchema
    .parse(body)
    .items.find(({ ready, name }) => ready && (wanted === undefined || name === wanted));
}

function numberOf(target: number | string, { spec }: Pod): number | undefined {
  if (typeof target === "number") return target;
  const ports = spec.containers.flatMap((container) => container.ports);
  return ports.find(({ name }) => name === target)?.containerPort;
}

async function read(api: Cluster["api"], path: string): Promise<unknown> {
  const { code, body } = await api.send("GET", path);
  if (code === 404) return undefined;
  if (code !== 200) throw new Unreachable(`${path}: answer ${code} of the API server`);
  return JSON.parse(body) as unknown;
}
