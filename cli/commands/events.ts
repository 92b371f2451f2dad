import type { Environment } from "../../config/model.ts";
import { eventsOf, type NotedEvent } from "../operate/events-of.ts";
import { nextLooks, type NextLook } from "../operate/next-looks.ts";
import { operated } from "../operate/operated.ts";
import { serviceNamed } from "../stack-config.ts";
import { optionsOf, type TargetOptions } from "../target.ts";

export interface EventsFound {
  readonly environment: Environment;
  /** Newest last. The API server keeps them for an hour. */
  readonly events: readonly NotedEvent[];
  /** What to look at next. */
  readonly next: readonly NextLook[];
}

/**
 * What Kubernetes and Argo CD noted about an environment or one of its services.
 *
 * @throws CliError when the environment has no cluster, it does not answer, or there is no such service.
 */
export async function events(
  environment: Environment,
  name: string | undefined,
  options: TargetOptions,
): Promise<EventsFound> {
  const { config, kube } = await operated(environment, options);
  const service = name === undefined ? undefined : serviceNamed(config, name);
  const all = await eventsOf(kube, config);
  const found = service === undefined ? all : all.filter((event) => event.service === service);
  const next = nextLooks(found, { environment, service, options: optionsOf(options) });
  return { environment, events: found, next };
}
