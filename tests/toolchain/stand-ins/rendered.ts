import { parseAllDocuments } from "yaml";
import { z } from "zod";

const portsSchema = z.array(z.object({ port: z.int().optional() })).optional();
const containerSchema = z.object({
  ports: z.array(z.object({ containerPort: z.int() })).optional(),
});
const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z
    .object({
      ports: portsSchema,
      template: z.object({ spec: z.object({ containers: z.array(containerSchema) }) }).optional(),
    })
    .optional(),
  webhooks: z
    .array(z.object({ matchConditions: z.array(z.object({ expression: z.string() })).optional() }))
    .optional(),
});
/** The part of a rendered object that these tests look at. */
export type RenderedObject = z.infer<typeof objectSchema>;

/** The objects in what Helm rendered, without CRDs: reading those takes seconds. */
export function objectsIn(rendered: string): RenderedObject[] {
  return parseAllDocuments(
    rendered
      .split(/^---$/m)
      .filter((text) => !/^kind: CustomResourceDefinition$/m.test(text))
      .join("---\n"),
  )
    .map((document) => document.toJS() as unknown)
    .filter((object) => object !== null)
    .map((object) => objectSchema.parse(object));
}

/** Workloads with the ports of their containers and Services with their ports, sorted. */
export function servedBy(objects: readonly RenderedObject[]): string[] {
  return objects
    .filter(({ kind }) => ["Deployment", "StatefulSet", "DaemonSet", "Service"].includes(kind))
    .map(({ kind, metadata, spec }) => {
      const containers = spec?.template?.spec.containers ?? [];
      const own = containers.flatMap(({ ports }) => ports ?? []).map((port) => port.containerPort);
      const served = (spec?.ports ?? []).map(({ port }) => port);
      return [kind, metadata.name, ...own, ...served].join(" ");
    })
    .sort();
}
