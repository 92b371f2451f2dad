import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { httpsProbe, httpProbe } from "../health.ts";
import { linkOf, type Part, type PartContext } from "./part.ts";

const auditPolicy = fileURLToPath(new URL("../audit-policy.yaml", import.meta.url));

/** The store. Writes are not forced to disk: a local cluster may lose the last second when the machine loses power. */
export function etcd({ layout, ports, certificates }: PartContext): Part {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports["etcd-peer"]}`;
  return {
    kind: "part",
    name: "etcd",
    command: linkOf(layout, "etcd"),
    args: [
      "--name=msa",
      `--data-dir=${layout.etcd}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=msa=${peer}`,
      `--cert-file=${certificates.server.certificate}`,
      `--key-file=${certificates.server.key}`,
      `--trusted-ca-file=${certificates.authority}`,
      "--client-cert-auth",
      "--unsafe-no-fsync",
      "--log-level=warn",
    ],
    healthy: httpsProbe(ports.etcd, "/health", certificates),
  };
}

export function apiServer({ layout, ports, certificates }: PartContext): Part {
  const port = ports["kube-apiserver"];
  return {
    kind: "part",
    name: "kube-apiserver",
    command: linkOf(layout, "kube-apiserver"),
    args: [
      "--bind-address=127.0.0.1",
      `--secure-port=${port}`,
      // No Endpoints object for the API server itself: they refuse loopback addresses.
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      "--service-cluster-ip-range=10.96.0.0/16",
      `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
      `--etcd-cafile=${certificates.authority}`,
      `--etcd-certfile=${certificates.admin.certificate}`,
      `--etcd-keyfile=${certificates.admin.key}`,
      `--tls-cert-file=${certificates.server.certificate}`,
      `--tls-private-key-file=${certificates.server.key}`,
      `--client-ca-file=${certificates.authority}`,
      "--authorization-mode=RBAC",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${certificates.serviceAccountKey}`,
      `--service-account-signing-key-file=${certificates.serviceAccountKey}`,
      `--requestheader-client-ca-file=${certificates.authority}`,
      "--requestheader-allowed-names=front-proxy-client",
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      `--proxy-client-cert-file=${certificates.frontProxy.certificate}`,
      `--proxy-client-key-file=${certificates.frontProxy.key}`,
      `--audit-policy-file=${auditPolicy}`,
      `--audit-log-path=${join(layout.logs, "audit.log")}`,
      "--audit-log-maxsize=100",
      "--audit-log-maxbackup=1",
      "--max-requests-inflight=800",
      "--max-mutating-requests-inflight=400",
    ],
    healthy: httpsProbe(port, "/readyz", certificates),
  };
}

export function controllerManager(context: PartContext): Part {
  const { layout, ports, certificates } = context;
  return {
    kind: "part",
    name: "kube-controller-manager",
    command: linkOf(layout, "kube-controller-manager"),
    args: [
      ...ownServer(context, ports["kube-controller-manager"]),
      `--service-account-private-key-file=${certificates.serviceAccountKey}`,
      `--root-ca-file=${certificates.authority}`,
      "--kube-api-qps=300",
      "--kube-api-burst=600",
      "--concurrent-namespace-syncs=20",
      "--concurrent-deployment-syncs=20",
      "--concurrent-replicaset-syncs=20",
      "--node-monitor-grace-period=5m",
      "--horizontal-pod-autoscaler-sync-period=5s",
      "--horizontal-pod-autoscaler-cpu-initialization-period=5s",
      "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
    ],
    healthy: httpsProbe(ports["kube-controller-manager"], "/healthz", certificates),
  };
}

export function scheduler(context: PartContext): Part {
  const { layout, ports, certificates } = context;
  return {
    kind: "part",
    name: "kube-scheduler",
    command: linkOf(layout, "kube-scheduler"),
    args: [
      ...ownServer(context, ports["kube-scheduler"]),
      "--kube-api-qps=300",
      "--kube-api-burst=600",
    ],
    healthy: httpsProbe(ports["kube-scheduler"], "/healthz", certificates),
  };
}

/** Plays the kubelets: nodes are ready, pods run at once, and neither exists. */
export function kwok({ spec, layout, ports, certificates }: PartContext): Part {
  return {
    kind: "part",
    name: "kwok",
    command: linkOf(layout, "kwok"),
    args: [
      `--config=${layout.kwokConfig}`,
      `--kubeconfig=${layout.kubeconfig}`,
      "--manage-all-nodes=true",
      // Whoever asks a node for its metrics or logs stays on this machine.
      "--node-ip=127.0.0.1",
      "--node-name=localhost",
      `--node-port=${ports.kwok}`,
      `--server-address=127.0.0.1:${ports.kwok}`,
      `--tls-cert-file=${certificates.server.certificate}`,
      `--tls-private-key-file=${certificates.server.key}`,
      "--cidr=10.244.0.0/16",
      "--node-lease-duration-seconds=40",
      ...(spec.metrics === true ? ["--enable-crds=Metric,ClusterResourceUsage"] : []),
    ],
    healthy: httpProbe(ports.kwok, "/healthz"),
  };
}

function ownServer({ layout, certificates }: PartContext, port: number): string[] {
  return [
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--tls-cert-file=${certificates.server.certificate}`,
    `--tls-private-key-file=${certificates.server.key}`,
    `--kubeconfig=${layout.kubeconfig}`,
    `--authentication-kubeconfig=${layout.kubeconfig}`,
    `--authorization-kubeconfig=${layout.kubeconfig}`,
    "--leader-elect=false",
  ];
}
