import type { RecordingRule, RuleGroup } from "./rule.ts";

/** Windows of the error ratio: the fast and the slow burn of an error budget, and the present. */
const ratioWindows = ["5m", "1h", "6h"] as const;

/**
 * What the mesh counts of an environment's services, once per evaluation, not once per open dashboard.
 *
 * Counted where the request arrives (`reporter="destination"`), so that none counts twice.
 */
export function trafficRecordings(environment: string, namespace: string): RuleGroup {
  const labels = { namespace };
  const arriving = `reporter="destination",destination_workload_namespace="${namespace}"`;
  const all = (window: string) => requestRate(arriving, window);
  const errors = (window: string) => requestRate(`${arriving},response_code=~"5.."`, window);
  // A service without an error has no series of errors; it must have the value 0.
  const errorsOrNone = (window: string) => `(${errors(window)} or 0 * ${all(window)})`;
  const rules: RecordingRule[] = [
    { record: "service:istio_requests:rate5m", expr: all("5m"), labels },
    { record: "service:istio_request_errors:rate5m", expr: errorsOrNone("5m"), labels },
    ...ratioWindows.map((window) => ({
      record: `service:istio_request_errors:ratio_rate${window}`,
      // Without a request there is no ratio, rather than a division by zero.
      expr: `${errorsOrNone(window)} / (${all(window)} > 0)`,
      labels,
    })),
    {
      record: "service:istio_request_duration_milliseconds_bucket:rate5m",
      expr: `sum by (destination_workload, le) (rate(istio_request_duration_milliseconds_bucket{${arriving}}[5m]))`,
      labels,
    },
    {
      record: "caller_service:istio_requests:rate5m",
      expr: `sum by (source_workload, source_workload_namespace, destination_workload) (rate(istio_requests_total{${arriving}}[5m]))`,
      labels,
    },
  ];
  return { name: `msa-${environment}-traffic`, rules };
}

function requestRate(selector: string, window: string): string {
  return `sum by (destination_workload) (rate(istio_requests_total{${selector}}[${window}]))`;
}
