import assert from "node:assert/strict";
import { restrictedViolations } from "./pod-security.ts";
import type { PodSpec } from "./pod-security.ts";

const context = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** Passes; a test breaks one thing. */
function pod(change: Partial<PodSpec> = {}, container: object = {}): PodSpec {
  return {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [{ name: "main", securityContext: context, ...container }],
    ...change,
  };
}

const broken: readonly (readonly [string, PodSpec, readonly string[]])[] = [
  ["the host's network", pod({ hostNetwork: true }), ["hostNetwork"]],
  ["the host's processes", pod({ hostPID: true }), ["hostPID"]],
  ["the host's shared memory", pod({ hostIPC: true }), ["hostIPC"]],
  [
    "a folder of the host",
    pod({ volumes: [{ name: "logs", hostPath: { path: "/var/log" } } as { name: string }] }),
    ["volume logs is hostPath"],
  ],
  [
    "a pod that may be root",
    pod({ securityContext: { seccompProfile: { type: "RuntimeDefault" } } }),
    ["container main: runAsNonRoot is not set"],
  ],
  [
    "a pod without seccomp",
    pod({ securityContext: { runAsNonRoot: true } }),
    ["container main: seccompProfile is not set"],
  ],
  [
    "an unconfined container",
    pod({}, { securityContext: { ...context, seccompProfile: { type: "Unconfined" } } }),
    ["container main: seccompProfile is not set"],
  ],
  [
    "a root user in the container",
    pod({}, { securityContext: { ...context, runAsUser: 0 } }),
    ["container main: runAsUser is root"],
  ],
  [
    "a privileged container",
    pod({}, { securityContext: { ...context, privileged: true } }),
    ["container main: privileged"],
  ],
  [
    "privilege escalation that is not forbidden",
    pod({}, { securityContext: { capabilities: { drop: ["ALL"] } } }),
    ["container main: allowPrivilegeEscalation is not false"],
  ],
  [
    "capabilities that stay",
    pod({}, { securityContext: { allowPrivilegeEscalation: false } }),
    ["container main: capabilities are not dropped"],
  ],
  [
    "a capability that is added",
    pod(
      {},
      { securityContext: { ...context, capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } } },
    ),
    ["container main: capabilities NET_ADMIN are added"],
  ],
  [
    "a port of the host",
    pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
    ["container main: hostPort"],
  ],
  [
    "a probe of another host",
    pod({}, { livenessProbe: { httpGet: { host: "10.0.0.1" } } }),
    ["container main: a probe names a host"],
  ],
  [
    "an init container without a security context",
    pod({ initContainers: [{ name: "first" }] }),
    [
      "container first: allowPrivilegeEscalation is not false",
      "container first: capabilities are not dropped",
    ],
  ],
];

describe("restrictedViolations", () => {
  it("finds nothing wrong with a pod that passes", () => {
    assert.deepEqual(restrictedViolations(pod()), []);
  });

  for (const [what, spec, expected] of broken) {
    it(`reports ${what}`, () => {
      assert.deepEqual(restrictedViolations(spec), expected);
    });
  }
});
