/** What a sidecar says of itself and of those it talks to. */
export interface EnvoyHealth {
  /** Whether it takes traffic (its port 15021, as the kubelet asks). */
  readonly isReady: boolean;
  /** Services it knows that have endpoints. */
  readonly clusters: number;
  /** Endpoints that it sends nothing to, with the reason: `outbound|80||order: 10.0.0.1:8080 failed_outlier_check`. */
  readonly unhealthy: readonly string[];
}

/** The part of `/clusters?format=json` that is read (envoy/admin/v3/clusters.proto). */
interface Clusters {
  readonly cluster_statuses?: readonly {
    readonly name: string;
    readonly host_statuses?: readonly HostStatus[];
  }[];
}

interface HostStatus {
  readonly address?: {
    readonly socket_address?: { readonly address?: string; readonly port_value?: number };
    readonly pipe?: { readonly path?: string };
  };
  readonly health_status?: Readonly<Record<string, string | boolean>>;
}

/** Reads the health of every endpoint from Envoy's own words. */
export function healthOf(answer: unknown, isReady: boolean): EnvoyHealth {
  const { cluster_statuses: all = [] } = answer as Clusters;
  const clusters = all.filter(({ host_statuses: hosts = [] }) => hosts.length > 0);
  const unhealthy = clusters.flatMap(({ name, host_statuses: hosts = [] }) =>
    hosts.flatMap((host) => {
      const why = reasonsOf(host);
      return why.length === 0 ? [] : [`${name}: ${addressOf(host)} ${why.join(", ")}`];
    }),
  );
  return { isReady, clusters: clusters.length, unhealthy };
}

function reasonsOf({ health_status: health = {} }: HostStatus): string[] {
  return Object.entries(health).flatMap(([flag, value]) => {
    if (flag === "eds_health_status") {
      return value === "HEALTHY" || value === "UNKNOWN" ? [] : [String(value).toLowerCase()];
    }
    return value === true ? [flag] : [];
  });
}

function addressOf({ address = {} }: HostStatus): string {
  const { socket_address: socket, pipe } = address;
  if (socket !== undefined) return `${socket.address ?? "?"}:${String(socket.port_value ?? "?")}`;
  return pipe?.path ?? "unknown address";
}
