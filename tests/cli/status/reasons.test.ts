import assert from "node:assert/strict";

import type { AutoscalerObject, EventObject } from "../../../cli/status/objects.ts";
import { reasons, type ServiceObjects } from "../../../cli/status/reasons.ts";
import { application, deployment, pod, podWith } from "./live-objects.ts";

const progressing = application({ health: { status: "Progressing" } });

function why(objects: Partial<ServiceObjects>): string[] {
  return reasons({
    application: application(),
    deployment: deployment(),
    pods: [],
    events: [],
    ...objects,
  });
}

function warning(about: string, message: string, more: Partial<EventObject> = {}): EventObject {
  const kind = about.includes("abc") ? "Pod" : "Deployment";
  return {
    type: "Warning",
    reason: "Unhealthy",
    message,
    involvedObject: { kind, name: about },
    ...more,
  };
}

function autoscaler(reason: string): AutoscalerObject {
  return {
    metadata: { name: "order-service-hpa" },
    spec: { minReplicas: 2, maxReplicas: 5 },
    status: { conditions: [{ type: "ScalingActive", status: "False", reason }] },
  };
}

const noMetrics =
  "the HPA reads no metrics (FailedGetResourceMetric): it will not scale, the replicas stay as they are";

const table: readonly [string, Partial<ServiceObjects>, readonly string[]][] = [
  ["nothing of a service that is Synced and Healthy", {}, []],
  [
    "that there is no Application",
    { application: undefined, deployment: undefined },
    ["no Application: not deployed yet, or removed by hand"],
  ],
  [
    "each condition of the Application, on one line",
    {
      application: application({
        sync: { status: "Unknown" },
        conditions: [
          { type: "ComparisonError", message: "Failed to load target state:\n  exit status 1\n" },
          { type: "InvalidSpecError", message: "application references project x" },
        ],
      }),
    },
    [
      "ComparisonError: Failed to load target state: exit status 1",
      "InvalidSpecError: application references project x",
    ],
  ],
  [
    "what differs when the Application is OutOfSync",
    {
      application: application({
        sync: { status: "OutOfSync" },
        resources: [
          { kind: "Deployment", name: "order-service", status: "OutOfSync" },
          { kind: "Service", name: "order-service", status: "Synced" },
          { kind: "ConfigMap", name: "order-service-env", status: "OutOfSync" },
        ],
      }),
    },
    ["differs from what is declared: Deployment order-service, ConfigMap order-service-env"],
  ],
  [
    "that a running sync waits or retries",
    {
      application: application({
        sync: { status: "OutOfSync" },
        operationState: { phase: "Running", message: "Retrying attempt #2 at 3:04AM." },
      }),
    },
    [
      "differs from what is declared: Argo CD does not say what",
      "sync is running: Retrying attempt #2 at 3:04AM.",
    ],
  ],
  [
    "the failed operation and its message",
    { application: application({ operationState: { phase: "Failed", message: "denied" } }) },
    ["last sync failed: denied"],
  ],
  [
    "the message of a Degraded Application",
    { application: application({ health: { status: "Degraded", message: "exceeded deadline" } }) },
    ["exceeded deadline"],
  ],
  [
    "a stuck rollout",
    {
      deployment: deployment({
        conditions: [
          { type: "Progressing", reason: "ProgressDeadlineExceeded", message: "timed out" },
        ],
      }),
    },
    ["the rollout is stuck (ProgressDeadlineExceeded): timed out"],
  ],
  [
    "a quota that lets no pod be created",
    {
      deployment: deployment({
        conditions: [
          {
            type: "ReplicaFailure",
            status: "True",
            reason: "FailedCreate",
            message: "exceeded quota: msa, requested: pods=1, used: pods=5, limited: pods=5",
          },
        ],
      }),
    },
    [
      "pods cannot be created: exceeded quota: msa, requested: pods=1, used: pods=5, limited: pods=5",
    ],
  ],
  [
    "a pod that no node has room for",
    {
      pods: [
        pod({
          phase: "Pending",
          conditions: [
            {
              type: "PodScheduled",
              status: "False",
              message: "0/3 nodes are available: 3 Insufficient cpu.",
            },
          ],
        }),
      ],
    },
    ["pod order-service-abc fits on no node: 0/3 nodes are available: 3 Insufficient cpu."],
  ],
  [
    "an image that cannot be pulled",
    {
      pods: [
        podWith({
          state: { waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling "x:1"' } },
        }),
      ],
    },
    [
      'pod order-service-abc: container order-service cannot pull its image (ImagePullBackOff): Back-off pulling "x:1"',
    ],
  ],
  [
    "a crash loop by how it ended, memory in words",
    {
      pods: [
        podWith({
          state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting" } },
          lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
        }),
      ],
    },
    [
      "pod order-service-abc: container order-service keeps crashing (CrashLoopBackOff): " +
        "it last ended with OOMKilled (exit code 137): it needs more memory than its limit",
    ],
  ],
  [
    "a container that has just ended",
    { pods: [podWith({ state: { terminated: { reason: "Error", exitCode: 1 } } })] },
    ["pod order-service-abc: container order-service ended with Error (exit code 1)"],
  ],
  [
    "an init container before those that wait for it",
    {
      pods: [
        pod({
          initContainerStatuses: [
            {
              name: "migrate",
              ready: false,
              state: { waiting: { reason: "CreateContainerConfigError", message: "no secret" } },
            },
          ],
          containerStatuses: [
            {
              name: "order-service",
              ready: false,
              state: { waiting: { reason: "PodInitializing" } },
            },
          ],
        }),
      ],
    },
    [
      "pod order-service-abc: container migrate lacks configuration (CreateContainerConfigError): no secret",
    ],
  ],
  [
    "an evicted pod",
    { pods: [pod({ phase: "Failed", reason: "Evicted", message: "low on memory" })] },
    ["pod order-service-abc failed (Evicted): low on memory"],
  ],
  [
    "a container that is not ready and does not say why",
    {
      application: progressing,
      pods: [podWith({ state: { waiting: { reason: "ContainerCreating" } } })],
    },
    ["pod order-service-abc: container order-service is not ready"],
  ],
  [
    "the events that say why a container is not ready",
    {
      application: progressing,
      pods: [podWith({})],
      events: [warning("order-service-abc", "Readiness probe failed: HTTP 503")],
    },
    [
      "pod order-service-abc: container order-service is not ready",
      "Pod order-service-abc: Unhealthy: Readiness probe failed: HTTP 503",
    ],
  ],
  [
    "no event when something else explains it",
    {
      application: progressing,
      pods: [podWith({ state: { terminated: { reason: "Error", exitCode: 1 } } })],
      events: [warning("order-service-abc", "Readiness probe failed: HTTP 503")],
    },
    ["pod order-service-abc: container order-service ended with Error (exit code 1)"],
  ],
  [
    "an HPA without metrics, also of a healthy service",
    { autoscaler: autoscaler("FailedGetResourceMetric") },
    [noMetrics],
  ],
  ["nothing of an HPA that is paused", { autoscaler: autoscaler("ScalingDisabled") }, []],
  [
    "events beside an HPA without metrics, which explains nothing",
    {
      application: progressing,
      autoscaler: autoscaler("FailedGetResourceMetric"),
      events: [warning("order-service", "quota exceeded")],
    },
    ["Deployment order-service: Unhealthy: quota exceeded", noMetrics],
  ],
];

describe("reasons", () => {
  for (const [title, objects, expected] of table) {
    it(`gives ${title}`, () => {
      assert.deepEqual(why(objects), expected);
    });
  }

  it("leaves out pods that are being deleted", () => {
    const { metadata, ...rest } = podWith({ state: { terminated: { reason: "Error" } } });
    const leaving = { metadata: { ...metadata, deletionTimestamp: "2026-01-01" }, ...rest };
    assert.deepEqual(why({ application: progressing, pods: [leaving] }), []);
  });

  it("gives the three newest warnings, each once, none of another object or of normal events", () => {
    const at = (minute: number) => ({ lastTimestamp: `2026-01-01T00:0${minute}:00Z` });
    const events = [
      warning("order-service-abc", "first", at(1)),
      warning("order-service-abc", "third", at(3)),
      warning("order-service-abc", "third", at(3)),
      warning("order-service", "fourth", at(4)),
      warning("order-service-7d9", "of the ReplicaSet", {
        ...at(5),
        involvedObject: { kind: "ReplicaSet", name: "order-service-7d9" },
      }),
      warning("user-service-abc", "of another", at(6)),
      { ...warning("order-service-abc", "normal", at(7)), type: "Normal" },
    ];
    assert.deepEqual(why({ application: progressing, pods: [pod()], events }), [
      "ReplicaSet order-service-7d9: Unhealthy: of the ReplicaSet",
      "Deployment order-service: Unhealthy: fourth",
      "Pod order-service-abc: Unhealthy: third",
    ]);
  });

  it("gives no old event of a service that is Healthy again", () => {
    assert.deepEqual(why({ pods: [pod()], events: [warning("order-service-abc", "old")] }), []);
  });
});
