import type { V1Pod } from "@kubernetes/client-node";

import { didYouMean } from "../../config/suggest.ts";
import type { Environment } from "../../config/model.ts";
import { CliError, exitCodes } from "../errors.ts";
import { operated } from "../operate/operated.ts";
import { containersOf, nameOf, podsOf } from "../operate/pods-of.ts";
import { readLog, type LogSource } from "../operate/pod-log.ts";
import { refuseSimulated } from "../operate/simulated.ts";
import { serviceNamed } from "../stack-config.ts";
import { optionsOf, type TargetOptions } from "../target.ts";

export interface LogsOptions extends TargetOptions {
  /** Lines from the end of each log. @default 100 */
  readonly tail?: number;
  readonly follow?: boolean;
  readonly previous?: boolean;
  /** @default the service's own */
  readonly container?: string;
  /** Ends what follows. @default never */
  readonly stop?: AbortSignal;
}

/** A line of a log. */
export interface LogLine {
  readonly pod: string;
  readonly container: string;
  readonly line: string;
}

/** What was read, beside the lines themselves. */
export interface LogsRead {
  readonly sources: readonly { readonly pod: string; readonly container: string }[];
  /** Why a container has no log; a sentence each. */
  readonly missing: readonly string[];
}

/**
 * The logs of all pods of a service, line by line as they come.
 *
 * @throws CliError on the local cluster, whose pods run nothing, for a service without pods, and for a
 * container that its pods do not have.
 */
export async function logs(
  environment: Environment,
  name: string,
  options: LogsOptions,
  print: (line: LogLine) => void,
): Promise<LogsRead> {
  const { target, config, kube } = await operated(environment, options);
  const service = serviceNamed(config, name);
  refuseSimulated(target, "logs");
  const { namespace } = config;
  const pods = await podsOf(kube, namespace, service);
  if (pods.length === 0) {
    throw new CliError(
      `logs: ${service} has no pod (found none labelled app=${service} in namespace ${namespace}). ` +
        `See why: ./msa status ${environment} ${service}${optionsOf(options)}`,
    );
  }
  const sources = pods.map((pod): LogSource => ({
    namespace,
    pod: nameOf(pod),
    container: containerOf(pod, service, options.container),
  }));
  const { tail = 100, follow = false, previous = false } = options;
  const stop = options.stop ?? new AbortController().signal;
  const read = sources.map((source) => {
    const { pod, container } = source;
    const line = (text: string) => {
      print({ pod, container, line: text });
    };
    return readLog(kube, source, { tail, follow, previous, stop, line });
  });
  const missing = (await Promise.all(read)).filter((reason) => reason !== undefined);
  return { sources: sources.map(({ pod, container }) => ({ pod, container })), missing };
}

/** The container that was asked for, or the service's own among those that a mesh puts beside it. */
function containerOf(pod: V1Pod, service: string, asked: string | undefined): string {
  const names = containersOf(pod);
  if (asked === undefined) return names.includes(service) ? service : (names[0] ?? service);
  if (names.includes(asked)) return asked;
  throw new CliError(
    `--container: pod ${nameOf(pod)} has no container "${asked}".${didYouMean(asked, [...names])} ` +
      `Its containers are ${names.join(", ")}.`,
    exitCodes.badInput,
  );
}
