/** Namespace of everything the demo adds to a cluster; deleting it removes the demo's own objects. */
const namespace = "msa-demo";
const name = "msa-charts";
const port = 8080;

/** Address of the chart repository inside the cluster. */
export const demoRepository = `http://${name}.${namespace}.svc:${port}`;

/** A small web service that answers on the paths the service chart probes. */
export const demoImage = "ghcr.io/stefanprodan/podinfo:6.9.2";

/** Port that image listens on. */
export const demoPort = 9898;

/** Any image with a static web server would do; busybox has one in four megabytes. */
const serverImage = "docker.io/library/busybox:1.37";

/** Namespace, ConfigMap, Deployment and Service that serve a Helm repository. */
export function demoObjects(files: Readonly<Record<string, string>>): object[] {
  const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "msa-demo" };
  const metadata = { name, namespace, labels };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } },
    { apiVersion: "v1", kind: "ConfigMap", metadata, binaryData: files },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: { "app.kubernetes.io/name": name } },
        template: { metadata: { labels }, spec: serverPod() },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: { "app.kubernetes.io/name": name }, ports: [{ port, name: "http" }] },
    },
  ];
}

function serverPod(): object {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "server",
        image: serverImage,
        command: ["httpd", "-f", "-p", String(port), "-h", "/charts"],
        ports: [{ containerPort: port, name: "http" }],
        readinessProbe: { httpGet: { path: "/index.yaml", port } },
        resources: {
          requests: { cpu: "10m", memory: "16Mi" },
          limits: { cpu: "100m", memory: "32Mi" },
        },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumeMounts: [{ name: "charts", mountPath: "/charts", readOnly: true }],
      },
    ],
    volumes: [{ name: "charts", configMap: { name } }],
  };
}
