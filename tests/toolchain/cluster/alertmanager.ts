import type { KubernetesObject } from "@kubernetes/client-node";

/** Name that the platform's release gives its Alertmanager. */
const name = "prometheus-alertmanager";
const labels = {
  "app.kubernetes.io/name": "alertmanager",
  "app.kubernetes.io/managed-by": "prometheus-operator",
  alertmanager: name,
};

/** The Secret that Alertmanager is configured from. */
export function configuration(namespace: string, yaml: string): KubernetesObject {
  return secret(`alertmanager-${name}`, namespace, {
    "alertmanager.yaml": yaml,
    "text.tmpl": '{{ define "test.text" }}about {{ .CommonLabels.alertname }}{{ end }}',
  });
}

export function secret(
  name: string,
  namespace: string,
  stringData: Readonly<Record<string, string>>,
): KubernetesObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, ...{ stringData } };
}

/** What the operator makes: its pods mount a copy of the configuration, and a Secret `channels`. */
export function operated(namespace: string, replicas = 1): KubernetesObject {
  const volumes = [`alertmanager-${name}-generated`, "channels"].map((secretName) => ({
    name: secretName,
    secret: { secretName },
  }));
  const ports = [{ name: "http-web", containerPort: 9093 }];
  const containers = [{ name: "alertmanager", image: "registry.test/alertmanager:1", ports }];
  const spec = {
    replicas,
    serviceName: "alertmanager-operated",
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { terminationGracePeriodSeconds: 1, containers, volumes },
    },
  };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: `alertmanager-${name}`, namespace },
    ...{ spec },
  };
}

export function headlessService(namespace: string): KubernetesObject {
  const spec = {
    clusterIP: "None",
    selector: { "app.kubernetes.io/name": "alertmanager" },
    ports: [{ name: "http-web", port: 9093, targetPort: "http-web" }],
  };
  const metadata = { name: "alertmanager-operated", namespace };
  return { apiVersion: "v1", kind: "Service", metadata, ...{ spec } };
}
