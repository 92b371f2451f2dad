import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestTls, type RequestOptions } from "node:https";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import type { KubeConfig } from "@kubernetes/client-node";

import { CliError } from "../errors.ts";
import { forbidden } from "../forbidden.ts";

/** One container whose log is read. */
export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** How much of it. */
export interface LogReading {
  /** Lines from its end. */
  readonly tail: number;
  /** Go on until the container ends or `stop` is given. */
  readonly follow: boolean;
  /** Of the container that ran before the last restart. */
  readonly previous: boolean;
  readonly stop: AbortSignal;
  readonly line: (text: string) => void;
}

/**
 * Hands on the log of a container, line by line.
 *
 * Not by the client library: its stream drops the API server's words with a refusal, and a connection that
 * breaks off ends the whole process (@kubernetes/client-node 2.0.1, log.js).
 *
 * @returns why there is none, such as a container that waits to start; undefined when it was read.
 * @throws CliError when this account may not read logs, or the cluster does not answer.
 */
export async function readLog(
  kube: KubeConfig,
  source: LogSource,
  reading: LogReading,
): Promise<string | undefined> {
  const { stop, line } = reading;
  try {
    const answer = await asked(kube, pathOf(source, reading), stop);
    if (answer.statusCode !== 200) return await withoutLog(answer, source);
    for await (const each of createInterface({ input: answer })) line(each);
    return undefined;
  } catch (error) {
    if (stop.aborted) return undefined;
    if (error instanceof CliError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `logs: the cluster does not answer (${words}). Check that it runs and that you can reach it from here.`,
    );
  }
}

function pathOf({ namespace, pod, container }: LogSource, reading: LogReading): string {
  const { tail, follow, previous } = reading;
  const query = new URLSearchParams({
    container,
    tailLines: String(tail),
    follow: String(follow),
    previous: String(previous),
  });
  return `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.toString()}`;
}

async function asked(kube: KubeConfig, path: string, stop: AbortSignal): Promise<IncomingMessage> {
  const url = new URL((kube.getCurrentCluster()?.server ?? "") + path);
  const options: RequestOptions = {};
  await kube.applyToHTTPSOptions(options);
  const isPlain = url.protocol === "http:";
  const request = isPlain ? requestPlain : requestTls;
  const { agent, ...plain } = options;
  return new Promise((resolve, reject) => {
    request(url, { ...plain, ...(!isPlain && { agent }), signal: stop })
      .once("response", resolve)
      .once("error", reject)
      .end();
  });
}

async function withoutLog(answer: IncomingMessage, { pod, container }: LogSource): Promise<string> {
  const words = messageOf(await text(answer)) ?? `HTTP ${answer.statusCode ?? 0}`;
  if (answer.statusCode === 403 || answer.statusCode === 401) {
    throw new CliError(
      forbidden(words) ?? `logs: this account may not read them (${words}). Ask for the right.`,
    );
  }
  return `${pod}/${container}: no log (${words}).`;
}

function messageOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { readonly message?: string }).message;
  } catch {
    return undefined;
  }
}
