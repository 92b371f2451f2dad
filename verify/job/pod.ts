import type * as kx from "@pulumi/kubernetesx";

import type { JobArguments } from "./arguments.ts";
import { containerName } from "./labels.ts";
import { command, mountPath } from "./script.ts";

/** No user of the image: it needs none, and 65532 has no rights in any. */
const user = 65532;

/** The pod that asks, as far as the restricted Pod Security Standard and further: nothing it does not need. */
export function podSpec({ name, image, pullSecrets }: JobArguments): kx.types.PodSpec {
  return {
    restartPolicy: "Never",
    serviceAccountName: name,
    // The sidecar has a token of its own kind; nothing here talks to the API server.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: containerName,
        image,
        command,
        resources: {
          requests: { cpu: "50m", memory: "64Mi" },
          limits: { cpu: "500m", memory: "128Mi" },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumeMounts: [{ name: "checks", mountPath, readOnly: true }],
      },
    ],
    volumes: [{ name: "checks", configMap: { name } }],
  };
}
