import type { PicturedPanel } from "./model.ts";

const services = ["user-service", "product-service", "order-service", "notification-service"];

/** Values of labels as a reader of the project may meet them. */
const labelSamples: Readonly<Record<string, readonly string[]>> = {
  destination_workload: services,
  deployment: services,
  container: services,
  service: services,
  source_workload: ["istio-ingress", "order-service"],
  horizontalpodautoscaler: services.map((service) => `${service}-hpa`),
  pod: ["user-service-x2x4z", "order-service-k8s2p", "product-service-q7w8e"],
  response_code: ["200", "404", "503"],
  response_flags: ["-", "UF", "UH"],
  instance: ["node-1", "node-2", "node-3"],
  mountpoint: ["/"],
  namespace: ["microservices", "monitoring", "redis"],
  resource: ["pods", "requests.cpu", "limits.memory"],
  persistentvolumeclaim: ["db-0", "data-1"],
  phase: ["Pending", "Failed"],
  type: ["cds", "eds", "lds", "rds"],
  integration: ["slack", "email"],
  severity: ["warning", "critical"],
  job: ["redis-leader"],
  version: ["1.4.2", "2.0.1", "1.9.0", "1.2.3"],
  name: services.map((service) => `${service}-production`),
  sync_status: ["Synced"],
  health_status: ["Healthy"],
  operation: ["-"],
  alertname: ["ResourceLimitExceeded", "ServiceLatencyHigh"],
  team: ["accounts", "shop"],
  exported_namespace: ["istio-ingress", "istio-ingress", "monitoring"],
};

/** Values of labels that mean something else where a query asks for `about`. */
const special: readonly {
  readonly label: string;
  readonly about: string;
  readonly values: readonly string[];
}[] = [
  {
    label: "pod",
    about: "redis_",
    values: ["redis-leader-0", "redis-leader-1", "redis-leader-2"],
  },
  { label: "pod", about: "prometheus_", values: ["prometheus-0", "prometheus-1"] },
  { label: "phase", about: "argocd_", values: ["Succeeded"] },
  { label: "name", about: "certmanager_", values: ["production", "management"] },
  { label: "response_code", about: "response_flags", values: ["503", "500"] },
  { label: "resource", about: "ALERTS", values: ["memory", "-"] },
  { label: "severity", about: "alertname", values: ["critical", "warning"] },
];

/** Sample values of a label in a panel, most of them the same everywhere. */
export function valuesOf(label: string, panel: PicturedPanel): readonly string[] {
  const exprs = (panel.targets ?? []).map(({ expr }) => expr).join(" ");
  const found = special.find((each) => each.label === label && exprs.includes(each.about));
  return found?.values ?? labelSamples[label] ?? [label];
}

/** Names of a panel's series: each query's legend, once per sample of its first label. */
export function seriesNames(panel: PicturedPanel): readonly string[] {
  const targets = panel.targets ?? [];
  // A sample of each query is enough where there are several.
  const most = targets.length === 1 ? 4 : 2;
  return targets.flatMap(({ legendFormat = "value" }) => {
    const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
    const longest = Math.max(1, ...labels.map((label) => valuesOf(label, panel).length));
    const names = Array.from({ length: Math.min(longest, most) }, (_, index) =>
      legendFormat.replace(/\{\{(\w+)\}\}/g, (_all, label: string) => {
        const values = valuesOf(label, panel);
        return values[index % values.length] ?? "";
      }),
    );
    return [...new Set(names)];
  });
}

/** A number between 0 and 1 that is the same for the same words, on every machine. */
export function steady(words: string): number {
  let hash = 2166136261;
  for (const letter of words) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A curve of `count` values around `level`; a calm one hardly moves. */
export function curve(
  words: string,
  level: number,
  { count, calm = false }: { readonly count: number; readonly calm?: boolean },
): readonly number[] {
  const phase = steady(`${words} phase`) * 6;
  const swing = calm ? 0.01 : 0.1 + 0.15 * steady(`${words} swing`);
  return Array.from({ length: count }, (_, index) => {
    const noise = (calm ? 0.02 : 0.12) * (steady(`${words} ${index}`) - 0.5);
    return Math.max(0, level * (1 + swing * Math.sin(phase + index / 6) + noise));
  });
}
