import type { Addons, Config, Service } from "../../config/model.ts";

/** Facts of the environment that a service's values need. */
export type ServiceContext = Pick<
  Config,
  "environment" | "domain" | "images" | "registryLogin" | "addons" | "services" | "rollout"
>;

/** Values of `charts/microservice`; their meaning is in its values.yaml, their shape in its schema. */
export type ServiceValues = Readonly<Record<string, unknown>>;

/**
 * The whole mapping from our words to the chart's words.
 *
 * A chart that is not the platform's gets only the service's own `values`: its keys are not ours to guess.
 */
export function serviceValues(service: Service, context: ServiceContext): ServiceValues {
  if (!service.usesPlatformChart) {
    return service.values;
  }
  return mergeValues(
    {
      environment: context.environment,
      team: service.team,
      image: { ...service.image },
      imagePullSecrets: pullSecrets(context),
      ...size(service),
      verticalAutoscaling: verticalAutoscaling(service, context.addons),
      containerPort: service.port,
      probes: probes(service),
      rollout: { ...context.rollout },
      env: { ...service.env },
      ...cache(service, context.addons),
      ...rollOnNewSecrets(service),
      network: network(service, context),
      mesh: mesh(service, context.addons),
      monitoring: monitoring(service, context),
    },
    { ...service.values, ...secrets(service) },
  );
}

/** Secrets that images are pulled with; the login that this stack makes is one of them. */
function pullSecrets({ images, registryLogin }: ServiceContext) {
  const names = [
    ...images.pullSecrets,
    ...(registryLogin === undefined ? [] : [registryLogin.secretName]),
  ];
  return [...new Set(names)].map((name) => ({ name }));
}

/**
 * The catalogue's secrets and those of the service's own `values`, which win under one name. The pod
 * starts without one that has no value yet, and waits for one that has.
 */
function secrets({ secrets: declared, values }: Service): ServiceValues {
  if (declared.length === 0) return {};
  const own: readonly unknown[] = Array.isArray(values["secrets"]) ? values["secrets"] : [];
  const named = own.map((each) => (isMap(each) ? each["name"] : undefined));
  const ours = declared
    .filter(({ secretName }) => !named.includes(secretName))
    .map(({ isSet, mountPath, secretName: name }) => ({
      ...{ name, mountPath },
      ...(!isSet && { optional: true }),
    }));
  return { secrets: [...ours, ...own] };
}

/** A program reads its files once, so pods start again when a secret is set anew. */
function rollOnNewSecrets({ secretsRevision }: Service): ServiceValues {
  if (secretsRevision === 0) return {};
  return { podAnnotations: { "msa-gitops/secrets-revision": String(secretsRevision) } };
}

/** `replicas` is left out where an HPA decides, so that two owners never fight over it. */
function size({ profile }: Service): ServiceValues {
  const resources = { requests: { ...profile.requests }, limits: { ...profile.limits } };
  if (profile.autoscaling === undefined) {
    return { replicas: profile.replicas, autoscaling: { enabled: false }, resources };
  }
  const { min, max, cpu, memory } = profile.autoscaling;
  return {
    autoscaling: { enabled: true, minReplicas: min, maxReplicas: max, cpu, memory },
    resources,
  };
}

function verticalAutoscaling(service: Service, addons: Addons): ServiceValues {
  return {
    enabled: addons.verticalPodAutoscaler !== undefined,
    mode: service.profile.verticalAutoscaling,
  };
}

function probes({ paths }: Service): ServiceValues {
  return {
    startup: { path: paths.health },
    readiness: { path: paths.ready },
    liveness: { path: paths.health },
  };
}

function network(service: Service, context: ServiceContext): ServiceValues {
  const { istio, prometheus } = context.addons;
  return {
    callers: [...service.callers],
    calls: context.services
      .filter((other) => other.callers.includes(service.name))
      .map((other) => other.name),
    // Empty lets no gateway in; left out, the chart would let in a namespace that nobody here named.
    gatewayNamespace: istio?.gatewayNamespace ?? "",
    ...(prometheus !== undefined && { monitoringNamespace: prometheus.namespace }),
  };
}

/** Nothing where nothing is kept: the chart's own words for that are the same. */
function cache({ cache: { memory, redis } = {} }: Service, addons: Addons): ServiceValues {
  const parts = {
    ...(memory !== undefined && { memory: { enabled: true, ...memory } }),
    ...(redis !== undefined &&
      addons.redis !== undefined && {
        redis: {
          enabled: true,
          host: addons.redis.host,
          port: addons.redis.port,
          namespace: addons.redis.namespace,
          ...redis,
        },
      }),
  };
  return Object.keys(parts).length === 0 ? {} : { cache: parts };
}

function mesh(service: Service, { istio }: Addons): ServiceValues {
  if (istio === undefined) return { enabled: false };
  const { host, static: files, cors } = service;
  return {
    enabled: true,
    host,
    gateway: istio.gateway,
    ...(files !== undefined && { static: { ...files, paths: [...files.paths] } }),
    ...(cors !== undefined && { cors: { allowedOrigins: [...cors.allowedOrigins] } }),
  };
}

/** The page that alerts point to is the cluster's guide, whatever the environment. */
function monitoring(service: Service, { addons, domain }: ServiceContext): ServiceValues {
  return {
    enabled: addons.prometheus !== undefined,
    path: service.paths.metrics,
    rules: { runbookUrl: `https://k8s.${domain}/docs/runbook` },
  };
}

/** Joins maps key by key; the second wins, lists and scalars are replaced whole, as Helm does. */
function mergeValues(base: ServiceValues, over: ServiceValues): ServiceValues {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const current = merged[key];
    merged[key] = isMap(current) && isMap(value) ? mergeValues(current, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is ServiceValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
