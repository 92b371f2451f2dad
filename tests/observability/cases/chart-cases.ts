import type { AlertCase } from "../promtool.ts";

const common = { environment: "production", service: "user-service", team: "accounts" };
const deployment = 'namespace="microservices",deployment="user-service"';
const target = { namespace: "microservices", deployment: "user-service" };
const traffic =
  'reporter="destination",destination_workload_namespace="microservices",destination_workload="user-service"';
const hpa = 'namespace="microservices",horizontalpodautoscaler="user-service-hpa"';

function pods(available: number): Record<string, string> {
  return {
    [`kube_deployment_status_replicas_available{${deployment}}`]: `${available}x60`,
    [`kube_deployment_spec_replicas{${deployment}}`]: "3x60",
  };
}

function answers(errors: number): Record<string, string> {
  return {
    [`istio_requests_total{${traffic},response_code="200"}`]: `0+${100 - errors}x60`,
    [`istio_requests_total{${traffic},response_code="500"}`]: `0+${errors}x60`,
  };
}

/** All but `slow` of 100 requests are faster than a second. */
function durations(slow: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ "1000": 100 - slow, "2500": 100, "+Inf": 100 }).map(([le, count]) => [
      `istio_request_duration_milliseconds_bucket{${traffic},le="${le}"}`,
      `0+${count}x60`,
    ]),
  );
}

function desired(replicas: number): Record<string, string> {
  return {
    [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa}}`]: `${replicas}x60`,
    [`kube_horizontalpodautoscaler_spec_max_replicas{${hpa}}`]: "10x60",
  };
}

function restarts(count: number): Record<string, string> {
  const name = 'namespace="microservices",container="user-service",pod="user-service-a"';
  return { [`kube_pod_container_status_restarts_total{${name}}`]: `0x9 ${count}x60` };
}

/** Alerts that charts/microservice brings for each service, as its production example has them. */
export const chartCases: readonly AlertCase[] = [
  {
    alert: "ServiceDown",
    samples: pods(0),
    minute: 2,
    labels: { ...common, ...target, severity: "critical" },
    summary: "user-service has no available pod.",
    justBelow: pods(1),
  },
  {
    alert: "ServiceReplicasUnavailable",
    samples: pods(2),
    minute: 10,
    labels: { ...common, ...target, severity: "warning" },
    summary: "user-service misses 1 of its pods.",
    justBelow: pods(3),
  },
  {
    alert: "ServiceRestarting",
    samples: restarts(4),
    minute: 11,
    labels: { ...common, pod: "user-service-a", severity: "warning" },
    summary: "user-service-a restarted 4 times in 15 minutes.",
    justBelow: restarts(2),
  },
  {
    alert: "ServiceAtMaximumReplicas",
    samples: desired(10),
    minute: 15,
    labels: {
      ...common,
      namespace: "microservices",
      horizontalpodautoscaler: "user-service-hpa",
      severity: "warning",
    },
    summary: "user-service runs at its maximum of 10 pods and cannot grow.",
    justBelow: desired(9),
  },
  {
    alert: "ServiceErrorRateHigh",
    samples: answers(6),
    minute: 6,
    labels: { ...common, severity: "critical" },
    summary: "user-service answers 6 % of its requests with an error.",
    justBelow: answers(4),
  },
  {
    alert: "ServiceLatencyHigh",
    samples: durations(2),
    minute: 11,
    labels: { ...common, severity: "warning" },
    summary: "user-service needs 1.75k ms for the slowest percent of its requests.",
    justBelow: durations(0.5),
  },
];
