import { httpsProbe } from "../health.ts";
import { linkOf, type Part, type PartContext } from "./part.ts";

/** Reads what KWOK reports as usage of nodes and pods, and answers the metrics API with it. */
export function metricsServer({ layout, ports, certificates }: PartContext): Part {
  return {
    kind: "part",
    name: "metrics-server",
    command: linkOf(layout, "metrics-server"),
    args: [
      "--bind-address=127.0.0.1",
      `--secure-port=${ports["metrics-server"]}`,
      `--tls-cert-file=${certificates.server.certificate}`,
      `--tls-private-key-file=${certificates.server.key}`,
      `--kubeconfig=${layout.kubeconfig}`,
      `--authentication-kubeconfig=${layout.kubeconfig}`,
      `--authorization-kubeconfig=${layout.kubeconfig}`,
      `--kubelet-certificate-authority=${certificates.authority}`,
      // Every node answers at `localhost`: no traffic leaves the machine.
      "--kubelet-preferred-address-types=Hostname",
      "--kubelet-use-node-status-port",
      "--metric-resolution=10s",
      "--kubelet-request-timeout=5s",
    ],
    // Not /readyz: that waits for the first measurement, half a minute on.
    healthy: httpsProbe(ports["metrics-server"], "/livez", certificates),
  };
}
