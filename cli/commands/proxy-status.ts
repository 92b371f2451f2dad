import type { Environment } from "../../config/model.ts";
import { operated } from "../operate/operated.ts";
import { podsOf } from "../operate/pods-of.ts";
import { asked, sidecarIn, type Sidecar } from "../operate/sidecar.ts";
import { refuseSimulated } from "../operate/simulated.ts";
import { everyService, servicesNamed } from "../stack-config.ts";
import type { TargetOptions } from "../target.ts";

export interface ProxyStatus {
  readonly environment: Environment;
  readonly sidecars: readonly Sidecar[];
  /** Services that have no pod. */
  readonly without: readonly string[];
}

/**
 * The mesh's proxy beside each pod of an environment or of one service: whether it is there, ready, and
 * which endpoints it holds for unhealthy.
 *
 * @throws CliError on the local cluster, whose pods run nothing, and for a service that is not there.
 */
export async function proxyStatus(
  environment: Environment,
  name: string | undefined,
  options: TargetOptions,
): Promise<ProxyStatus> {
  const { target, config, kube } = await operated(environment, options);
  const services = servicesNamed(config, name ?? everyService).map((service) => service.name);
  refuseSimulated(target, "proxies");
  const { namespace } = config;
  const found = await Promise.all(
    services.map(async (service) => ({ service, pods: await podsOf(kube, namespace, service) })),
  );
  const sidecars = found.flatMap(({ service, pods }) => pods.map((pod) => sidecarIn(pod, service)));
  return {
    environment,
    sidecars: await Promise.all(sidecars.map((sidecar) => asked(kube, namespace, sidecar))),
    without: found.filter(({ pods }) => pods.length === 0).map(({ service }) => service),
  };
}
