import type { NotedEvent } from "./events-of.ts";

/** Where a person looks next. */
export interface NextLook {
  readonly why: string;
  readonly command: string;
}

type Look = (environment: string, service: string) => NextLook;

/** By the reason of a Warning: the words of kubelet, scheduler, controllers and Argo CD. */
const looks: readonly (readonly [reasons: RegExp, look: Look])[] = [
  [
    /^FailedScheduling$/,
    (environment, service) => ({
      why: "no node has room for a pod, or none is allowed",
      command: `./msa status ${environment} ${service}`,
    }),
  ],
  [
    /^BackOff$/,
    (environment, service) => ({
      why: "a container ends again and again, or its image does not come",
      command: `./msa logs ${environment} ${service} --previous`,
    }),
  ],
  [
    /^(Failed|ErrImagePull|InspectFailed|ErrImageNeverPull)$/,
    (environment) => ({
      why: "an image cannot be had: is the version there, is the registry's login right",
      command: `./msa secrets list ${environment}`,
    }),
  ],
  [
    /^(Unhealthy|ProbeWarning)$/,
    (environment, service) => ({
      why: "a container runs and does not answer its probes",
      command: `./msa logs ${environment} ${service}`,
    }),
  ],
  [
    /^(FailedMount|FailedAttachVolume)$/,
    (environment) => ({
      why: "a file that a pod mounts is not there",
      command: `./msa secrets list ${environment}`,
    }),
  ],
  [
    /^(FailedCreate|FailedUpdate)$/,
    (environment, service) => ({
      why: "pods are refused, mostly by the quota or a policy",
      command: `./msa status ${environment} ${service}`,
    }),
  ],
  [
    /^(FailedGet.*Metric.*|FailedComputeMetricsReplicas)$/,
    (environment) => ({
      why: "an HPA reads no metrics and does not scale",
      command: `./msa doctor ${environment}`,
    }),
  ],
  [
    /^(OperationCompleted|ResourceUpdated|OperationStarted)$/,
    (environment) => ({
      why: "Argo CD could not sync",
      command: `./msa diff ${environment}`,
    }),
  ],
];

/** What to look at after these events, each once; the status when no Warning says more. */
export function nextLooks(
  events: readonly NotedEvent[],
  { environment, service, options }: NextOf,
): readonly NextLook[] {
  const found = events
    .filter(({ type }) => type === "Warning")
    .toReversed()
    .flatMap(({ reason, service: about = service }) => {
      const look = looks.find(([reasons]) => reasons.test(reason))?.[1];
      return look === undefined || about === undefined ? [] : [look(environment, about)];
    });
  const once = new Map(found.map((look) => [look.command, look]));
  const all =
    once.size > 0
      ? [...once.values()]
      : [{ why: "no warning says more", command: statusCommand(environment, service) }];
  return all.map(({ why, command }) => ({ why, command: `${command}${options}` }));
}

interface NextOf {
  readonly environment: string;
  /** The one that was asked about. */
  readonly service?: string | undefined;
  /** What the person adds to mean the same cluster. */
  readonly options: string;
}

function statusCommand(environment: string, service: string | undefined): string {
  return `./msa status ${environment}${service === undefined ? "" : ` ${service}`}`;
}
