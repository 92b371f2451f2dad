/** Where Jaeger keeps traces. */
export type TraceStorage =
  /** In its memory, at most so many traces; gone with the pod. */
  | { readonly kind: "memory"; readonly maxTraces: number }
  /** In files of Badger below a folder, for so long; one pod only can have them open. */
  | { readonly kind: "badger"; readonly folder: string; readonly keepHours: number };

interface HttpEndpoint {
  /** Address and port it listens on. */
  readonly endpoint: string;
}

/**
 * The whole configuration of Jaeger 2, an OpenTelemetry collector with its own extensions
 * (github.com/jaegertracing/jaeger, cmd/jaeger/internal/all-in-one.yaml and cmd/jaeger/config-badger.yaml).
 * A type, not a map, since Jaeger ends at its start when a part is named that is not there.
 */
export interface JaegerSettings {
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: {
      readonly traces: {
        readonly receivers: readonly string[];
        readonly processors: readonly string[];
        readonly exporters: readonly string[];
      };
    };
    readonly telemetry: {
      readonly resource: { readonly "service.name": string };
      readonly metrics: {
        readonly level: "basic" | "normal" | "detailed";
        readonly readers: readonly {
          readonly pull: {
            readonly exporter: {
              readonly prometheus: { readonly host: string; readonly port: number };
            };
          };
        }[];
      };
    };
  };
  readonly extensions: {
    readonly healthcheckv2: { readonly use_v2: true; readonly http: HttpEndpoint };
    readonly jaeger_query: {
      readonly storage: { readonly traces: string };
      readonly http: HttpEndpoint;
      readonly grpc: HttpEndpoint;
    };
    readonly jaeger_storage: { readonly backends: Readonly<Record<string, Backend>> };
  };
  readonly receivers: {
    readonly otlp: {
      readonly protocols: { readonly grpc: HttpEndpoint; readonly http: HttpEndpoint };
    };
  };
  readonly processors: {
    readonly memory_limiter: {
      readonly check_interval: string;
      readonly limit_percentage: number;
      readonly spike_limit_percentage: number;
    };
    readonly batch: Readonly<Record<string, never>>;
  };
  readonly exporters: { readonly jaeger_storage_exporter: { readonly trace_storage: string } };
}

type Backend =
  | { readonly memory: { readonly max_traces: number } }
  | {
      readonly badger: {
        readonly ephemeral: false;
        readonly directories: { readonly keys: string; readonly values: string };
        readonly ttl: { readonly spans: string };
      };
    };

/** Ports of Jaeger that others use; the chart's Service and probes have them fixed. */
export const jaegerPorts = {
  otlpGrpc: 4317,
  otlpHttp: 4318,
  query: 16686,
  queryGrpc: 16685,
  health: 13133,
  metrics: 8888,
} as const;

const store = "traces";

/** The settings for a kind of storage; everything else is the same everywhere. */
export function jaegerSettings(storage: TraceStorage): JaegerSettings {
  return {
    service: {
      extensions: ["healthcheckv2", "jaeger_storage", "jaeger_query"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          // The limiter first: it refuses spans before they cost memory.
          processors: ["memory_limiter", "batch"],
          exporters: ["jaeger_storage_exporter"],
        },
      },
      telemetry: {
        resource: { "service.name": "jaeger" },
        metrics: {
          level: "normal",
          readers: [
            { pull: { exporter: { prometheus: { host: "0.0.0.0", port: jaegerPorts.metrics } } } },
          ],
        },
      },
    },
    extensions: {
      // The kubelet asks from outside the pod, so none of these may listen on localhost.
      healthcheckv2: { use_v2: true, http: everywhere(jaegerPorts.health) },
      jaeger_query: {
        storage: { traces: store },
        http: everywhere(jaegerPorts.query),
        grpc: everywhere(jaegerPorts.queryGrpc),
      },
      jaeger_storage: { backends: { [store]: backend(storage) } },
    },
    receivers: {
      otlp: {
        protocols: {
          grpc: everywhere(jaegerPorts.otlpGrpc),
          http: everywhere(jaegerPorts.otlpHttp),
        },
      },
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: {},
    },
    exporters: { jaeger_storage_exporter: { trace_storage: store } },
  };
}

function everywhere(port: number): HttpEndpoint {
  return { endpoint: `0.0.0.0:${port}` };
}

function backend(storage: TraceStorage): Backend {
  if (storage.kind === "memory") return { memory: { max_traces: storage.maxTraces } };
  return {
    badger: {
      ephemeral: false,
      directories: { keys: `${storage.folder}/keys`, values: `${storage.folder}/values` },
      ttl: { spans: `${storage.keepHours}h` },
    },
  };
}
