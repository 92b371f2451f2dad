/** Labels of the pods or Services that a monitor is about. */
export interface MonitorSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
}

/** One port that Prometheus reads (prometheus-operator 0.93 types.go). */
export interface MonitorEndpoint {
  /** Name of the port, of the container or of the Service. */
  readonly port: string;
  /** Default: `/metrics`. */
  readonly path?: string;
  readonly interval: string;
  readonly relabelings?: readonly {
    readonly action: "replace";
    readonly sourceLabels: readonly string[];
    readonly regex: string;
    readonly targetLabel: string;
    readonly replacement: string;
  }[];
}
