import { join } from "node:path";
import { httpProbe, redisProbe } from "../health.ts";
import { linkOf, type Part, type PartContext, type PodRole } from "./part.ts";

/** Cache of Argo CD: nothing in it has to survive. */
export function redis({ layout, ports }: PartContext): Part {
  return {
    kind: "part",
    name: "redis",
    command: linkOf(layout, "redis"),
    args: ["--address", `127.0.0.1:${ports.redis}`],
    healthy: redisProbe(ports.redis),
  };
}

/** Its workloads, by the names of the chart argo-cd 10.1.1. */
export const argoCdRoles: readonly PodRole[] = [
  { labels: labelsOf("argocd-repo-server"), part: repoServer },
  { labels: labelsOf("argocd-application-controller"), part: applicationController },
  { labels: labelsOf("argocd-notifications-controller"), part: notificationsController },
];

function labelsOf(name: string): Record<string, string> {
  return { "app.kubernetes.io/part-of": "argocd", "app.kubernetes.io/name": name };
}

/** Renders charts. */
function repoServer(context: PartContext): Part {
  const { layout, ports } = context;
  const metrics = ports["argocd-repo-server-metrics"];
  return {
    kind: "part",
    name: "argocd-repo-server",
    command: linkOf(layout, "argocd"),
    args: [
      ...redisOf(context),
      "--address=127.0.0.1",
      `--port=${ports["argocd-repo-server"]}`,
      "--metrics-address=127.0.0.1",
      `--metrics-port=${metrics}`,
      "--disable-tls",
      "--client-ca-path=",
      "--logformat=text",
    ],
    environment: { ...environmentOf(context, "argocd-repo-server"), ...proxyOf(process.env) },
    healthy: httpProbe(metrics, "/healthz"),
  };
}

/** Compares and syncs Applications. */
function applicationController(context: PartContext, namespace: string): Part {
  const { layout, ports } = context;
  const metrics = ports["argocd-application-controller-metrics"];
  return {
    kind: "part",
    name: "argocd-application-controller",
    command: linkOf(layout, "argocd"),
    args: [
      ...redisOf(context),
      `--kubeconfig=${layout.kubeconfig}`,
      `--namespace=${namespace}`,
      `--repo-server=127.0.0.1:${ports["argocd-repo-server"]}`,
      "--repo-server-plaintext",
      `--metrics-port=${metrics}`,
      // As the release sets it: messages say what is wrong with which object.
      "--persist-resource-health",
      // A local cluster is to be quick: these win over what the chart sets.
      "--app-resync=30",
      "--app-resync-jitter=0",
      "--logformat=text",
    ],
    environment: environmentOf(context, "argocd-application-controller"),
    healthy: httpProbe(metrics, "/healthz"),
  };
}

function notificationsController(context: PartContext, namespace: string): Part {
  const { layout, ports } = context;
  const metrics = ports["argocd-notifications-metrics"];
  return {
    kind: "part",
    name: "argocd-notifications",
    command: linkOf(layout, "argocd"),
    args: [
      `--kubeconfig=${layout.kubeconfig}`,
      `--namespace=${namespace}`,
      `--argocd-repo-server=127.0.0.1:${ports["argocd-repo-server"]}`,
      "--argocd-repo-server-plaintext",
      `--metrics-port=${metrics}`,
      // As the release sets it.
      "--processors-count=4",
      "--logformat=text",
    ],
    environment: {
      ...environmentOf(context, "argocd-notifications"),
      // It calls Services by their names in the cluster. Go leaves loopback out, and so the API server.
      HTTP_PROXY: `http://127.0.0.1:${ports["service-proxy"]}`,
    },
    healthy: httpProbe(metrics, "/metrics"),
  };
}

function redisOf({ ports }: PartContext): string[] {
  return ["--redis", `127.0.0.1:${ports.redis}`];
}

/** Charts of other repositories are fetched the way this machine fetches: through its proxy, if it has one. */
function proxyOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && names.includes(entry[0].toUpperCase()),
    ),
  );
}

/** One binary plays every role; which one is in its name. Its usual folders are those of its image. */
function environmentOf({ layout }: PartContext, role: string): Record<string, string> {
  const at = (name: string): string => join(layout.argocd, name);
  return {
    ARGOCD_BINARY_NAME: role,
    // The kubeconfig's cluster stands for "the cluster Argo CD runs in".
    ARGOCD_FAKE_IN_CLUSTER: "true",
    KUBECONFIG: layout.kubeconfig,
    ARGOCD_GPG_ENABLED: "false",
    ARGOCD_APP_CONF_PATH: at("config"),
    ARGOCD_TLS_DATA_PATH: at("tls"),
    ARGOCD_SSH_DATA_PATH: at("ssh"),
    ARGOCD_GNUPGHOME: at("gpg"),
    ARGOCD_PLUGINSOCKFILEPATH: at("plugins"),
    // Relative to the part's working folder: the path of a socket may not exceed some hundred characters.
    ARGOCD_ASK_PASS_SOCK: "ask-pass.sock",
    ARGOCD_RECONCILIATION_TIMEOUT: "30s",
  };
}
