import { join } from "node:path";
import { httpProbe } from "../health.ts";
import { alertmanagerFiles, configFileOf } from "../pods/alertmanager-files.ts";
import { linkOf, type Part, type PartContext, type PodRole } from "./part.ts";

/**
 * The pods that the Prometheus operator makes for the Alertmanager of the chart kube-prometheus-stack. One process
 * stands for all replicas: it tells each message once, which with several is their gossip's work.
 */
export const alertmanagerRole: PodRole = {
  labels: {
    "app.kubernetes.io/name": "alertmanager",
    "app.kubernetes.io/managed-by": "prometheus-operator",
    alertmanager: "prometheus-alertmanager",
  },
  part: alertmanager,
  files: alertmanagerFiles,
  serves: {
    port: 9093,
    listener: "alertmanager",
    pods: [0, 1, 2].map((index) => `alertmanager-prometheus-alertmanager-${index}`),
  },
};

function alertmanager({ layout, ports }: PartContext): Part {
  const address = `127.0.0.1:${ports.alertmanager}`;
  return {
    kind: "part",
    name: "alertmanager",
    command: linkOf(layout, "alertmanager"),
    args: [
      `--config.file=${configFileOf(layout)}`,
      `--storage.path=${join(layout.alertmanager, "data")}`,
      `--web.listen-address=${address}`,
      `--web.external-url=http://${address}`,
      // No other replica to agree with.
      "--cluster.listen-address=",
      // As the release has it: `./msa notify test` reads who got what.
      "--enable-feature=receiver-name-in-metrics",
    ],
    environment: trustOf(process.env),
    healthy: httpProbe(ports.alertmanager, "/-/ready"),
  };
}

/** It sends to servers outside of the cluster and trusts whom this machine trusts. */
function trustOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    ["SSL_CERT_FILE", "SSL_CERT_DIR"].flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
