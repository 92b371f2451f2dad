import type { Config, Service } from "../../config/model.ts";
import { valueAt } from "../../config/problem.ts";
import type { JobArguments } from "../../verify/job/arguments.ts";
import { checksAt } from "./checks-of.ts";

/** Port of a Service and trust domain of the mesh, as the service chart has them (its values.yaml). */
const chartDefaults = { port: 80, trustDomain: "cluster.local" };

/** Seconds a Job may take, and an image with it. */
const deadlineSeconds = 300;

export interface JobFacts {
  readonly config: Config;
  /** Only these; those with a chart of their own are left out, since nobody knows their Service. */
  readonly services: readonly string[];
  /** Name of the run. */
  readonly name: string;
  /** Context in the kubeconfig. */
  readonly context: string;
}

/** What the program of the Job is told about an environment. */
export function jobArguments({ config, services, name, context }: JobFacts): JobArguments {
  const { namespace, environment, verify, images, registryLogin, addons } = config;
  const asked = config.services.filter(
    (service) => service.usesPlatformChart && services.includes(service.name),
  );
  const logins = registryLogin === undefined ? [] : [registryLogin.secretName];
  return {
    name,
    namespace,
    stack: environment,
    context,
    image: verify.image,
    pullSecrets: [...new Set([...images.pullSecrets, ...logins])],
    ...(addons.istio !== undefined && { mesh: { trustDomain: chartDefaults.trustDomain } }),
    services: asked.map((service) => ({ name: service.name, port: service.port })),
    checks: asked.flatMap((service) => checksAt(service, innerBase(service, namespace))),
    deadlineSeconds,
  };
}

/** Where a service is reached inside the cluster. */
function innerBase({ name, values }: Service, namespace: string): string {
  const own = valueAt(values, ["service", "port"]);
  return `http://${name}.${namespace}.svc:${typeof own === "number" ? own : chartDefaults.port}`;
}
