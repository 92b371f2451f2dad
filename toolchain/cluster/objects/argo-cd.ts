import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Api, apply, create } from "../api.ts";

const namespace = "argocd";
const healthCheck = new URL("../argocd/hpa-health.lua", import.meta.url);

/** The namespace, ConfigMaps and Secrets without which the controllers do not start. */
export async function createArgoCdObjects(api: Api): Promise<void> {
  await apply(api, {
    path: `/api/v1/namespaces/${namespace}`,
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
  });
  const configMaps = {
    "argocd-cm": await settings(),
    "argocd-rbac-cm": {},
    "argocd-cmd-params-cm": {},
    "argocd-notifications-cm": {},
  };
  for (const [name, data] of Object.entries(configMaps)) {
    await apply(api, {
      path: `/api/v1/namespaces/${namespace}/configmaps/${name}`,
      body: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadata(name),
        ...(hasKeys(data) ? { data } : {}),
      },
    });
  }
  // Created once and then left alone: the first holds a key that must stay, the second is for others to fill.
  await createSecret(api, "argocd-secret", {
    "server.secretkey": randomBytes(32).toString("base64"),
  });
  await createSecret(api, "argocd-notifications-secret", {});
}

async function settings(): Promise<Record<string, string>> {
  return {
    "timeout.reconciliation": "30s",
    "timeout.reconciliation.jitter": "0s",
    // Without it an HPA without metrics makes its Application Degraded, for good where there is no metrics API.
    "resource.customizations.health.autoscaling_HorizontalPodAutoscaler": await readFile(
      healthCheck,
      "utf8",
    ),
    "resource.customizations.ignoreResourceUpdates.all": "jsonPointers:\n  - /status\n",
    "resource.exclusions": exclusions,
  };
}

// Source: github.com/argoproj/argo-cd v3.5.7, manifests/base/config/argocd-cm.yaml, shortened to what exists here.
const exclusions = `
- apiGroups: ['', discovery.k8s.io]
  kinds: [Endpoints, EndpointSlice]
- apiGroups: [coordination.k8s.io]
  kinds: [Lease]
- apiGroups: [authentication.k8s.io, authorization.k8s.io]
  kinds: [SelfSubjectReview, TokenReview, LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview,
          SubjectAccessReview]
- apiGroups: [certificates.k8s.io]
  kinds: [CertificateSigningRequest]
- apiGroups: [cert-manager.io]
  kinds: [CertificateRequest]
`.trimStart();

async function createSecret(
  api: Api,
  name: string,
  stringData: Record<string, string>,
): Promise<void> {
  await create(api, `/api/v1/namespaces/${namespace}/secrets`, {
    apiVersion: "v1",
    kind: "Secret",
    metadata: metadata(name),
    stringData,
  });
}

/** The label is how Argo CD finds its own settings. */
function metadata(name: string): Record<string, unknown> {
  return {
    name,
    namespace,
    labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" },
  };
}

function hasKeys(record: object): boolean {
  return Object.keys(record).length > 0;
}
