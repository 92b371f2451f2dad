import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { KubernetesObject } from "../../manifests/object.ts";
import { renderChart } from "../../manifests/render.ts";
import { tool } from "../support/tools.ts";

/** Folder of the service chart. */
export const chartFolder = fileURLToPath(new URL("../../charts/microservice", import.meta.url));

export type Values = Readonly<Record<string, unknown>>;

/** The least a service must say; a test adds the one thing it is about. */
export const minimal = { image: { repository: "user-service", tag: "1.0.0" } } as const;

/** Namespace and release of everything rendered here. */
export const namespace = "microservices";
export const service = "user-service";

/** Names of the rendered examples, without `-values.yaml`. */
export const examples: readonly string[] = readdirSync(`${chartFolder}/ci`)
  .map((file) => file.replace("-values.yaml", ""))
  .sort();

/** Values of an example. */
export function example(name: string): Values {
  return parse(readFileSync(`${chartFolder}/ci/${name}-values.yaml`, "utf8")) as Values;
}

/** Renders the chart for user-service, with the Helm that Argo CD uses unless another is named. */
export function render(
  values: Values,
  helm: "helm3" | "helm4" = "helm4",
): Promise<readonly KubernetesObject[]> {
  return renderChart({
    helm: tool(helm),
    chart: chartFolder,
    releaseName: service,
    namespace,
    values,
  });
}

/** What the chart says when it refuses values, without the words that are the same every time. */
export async function refusal(
  values: Values,
  helm: "helm3" | "helm4" = "helm4",
): Promise<readonly string[]> {
  try {
    await render(values, helm);
  } catch (error) {
    const lines = (error as Error).message
      .replace("user-service: chart microservice cannot be rendered. ", "")
      .split("\n");
    return lines.filter((line) => !/^(values don't meet|microservice:$)/.test(line));
  }
  return ["nothing was refused"];
}

/** The only object of a kind, as the type the test reads it with. Throws when there is not exactly one. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names what it reads
export function only<T>(objects: readonly KubernetesObject[], kind: string): T {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1) throw new Error(`found ${String(found.length)} of kind ${kind}`);
  return found[0] as unknown as T;
}

/** Kind and name of every object, sorted. */
export function names(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
}
