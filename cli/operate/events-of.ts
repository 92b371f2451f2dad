import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../../config/model.ts";
import { answerFor } from "../kube-answer.ts";
import { eventTime } from "../status/event-reasons.ts";
import type { EventObject } from "../status/objects.ts";

/** Something that Kubernetes or Argo CD noted about an object. */
export interface NotedEvent {
  /** When it was noted last, RFC 3339. */
  readonly time: string;
  readonly type: "Normal" | "Warning";
  /** `Pod user-service-7d9c…`. */
  readonly object: string;
  /** The service it is about; absent for what belongs to none. */
  readonly service?: string;
  /** One word, such as `FailedScheduling`. */
  readonly reason: string;
  readonly message: string;
  /** How often it was noted. */
  readonly count: number;
}

/** The events of an environment: of its services' namespace, and of its Applications where they may be read. */
export async function eventsOf(
  kube: KubeConfig,
  config: Pick<Config, "services" | "namespace" | "addons">,
): Promise<readonly NotedEvent[]> {
  const core = kube.makeApiClient(CoreV1Api);
  const { namespace } = config;
  const [own, ofArgo] = await Promise.all([
    answerFor(`events in namespace ${namespace}`, core.listNamespacedEvent({ namespace })),
    core
      .listNamespacedEvent({
        namespace: config.addons.argoCd.namespace,
        fieldSelector: "involvedObject.kind=Application",
      })
      // Who has rights in the services' namespace only sees no events of Argo CD's.
      .catch(() => ({ items: [] })),
  ]);
  const applications = new Set(config.services.map(({ applicationName }) => applicationName));
  const ofApplications = (ofArgo.items as EventObject[]).filter(({ involvedObject: { name } }) =>
    applications.has(name ?? ""),
  );
  return [...(own.items as EventObject[]), ...ofApplications]
    .map((event) => noted(event, config.services))
    .sort((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)));
}

type Named = Config["services"];

function noted(event: EventObject, services: Named): NotedEvent {
  const { involvedObject: about, reason, message, type, count, series } = event;
  const service = serviceOf(about, services);
  return {
    time: new Date(eventTime(event)).toISOString(),
    type: type === "Warning" ? "Warning" : "Normal",
    object: `${about.kind ?? "object"} ${about.name ?? ""}`.trim(),
    ...(service !== undefined && { service }),
    reason: reason ?? "",
    message: (message ?? "").replace(/\s+/g, " ").trim(),
    count: series?.count ?? count ?? 1,
  };
}

/** Objects of a service bear its name, with more behind it; of two services the longer name is meant. */
function serviceOf(
  { kind, name = "" }: EventObject["involvedObject"],
  services: Named,
): string | undefined {
  if (kind === "Application") {
    return services.find(({ applicationName }) => applicationName === name)?.name;
  }
  return services
    .map((service) => service.name)
    .filter((service) => name === service || name.startsWith(`${service}-`))
    .sort((a, b) => b.length - a.length)[0];
}
