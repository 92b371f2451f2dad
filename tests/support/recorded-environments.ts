import { join } from "node:path";

import type { ApplicationSpec } from "../../components/custom-resources/application.ts";
import type { Environment } from "../../config/model.ts";
import type { ConfigFiles } from "../../config/read-files.ts";
import type { KubernetesObject, ObjectMetadata } from "../../manifests/object.ts";
import { renderChart } from "../../manifests/render.ts";
import { recordStack } from "../../recorder/record-stack.ts";
import type { RecordedResource, Recording } from "../../recorder/recording.ts";
import { committedFiles } from "./real-configs.ts";
import { root, tool } from "./tools.ts";

/** An Application as the program declares it. */
export interface DeclaredApplication {
  readonly metadata: ObjectMetadata;
  readonly spec: Omit<ApplicationSpec, "source"> & {
    readonly source: Omit<ApplicationSpec["source"], "helm"> & {
      readonly helm: {
        readonly releaseName: string;
        readonly valuesObject: Readonly<Record<string, unknown>>;
      };
    };
  };
}

/** What one environment declares, and what Argo CD would make of it. */
export interface RecordedEnvironment {
  readonly recording: Recording;
  readonly applications: readonly DeclaredApplication[];
  /** Objects that all Applications render. */
  readonly rendered: readonly KubernetesObject[];
}

/** Folder of the platform's own service chart. */
export const serviceChart = join(root, "charts", "microservice");

const known = new Map<Environment, Promise<RecordedEnvironment>>();

/** The program of an environment as committed; recorded and rendered once for all tests. */
export function recordedEnvironment(environment: Environment): Promise<RecordedEnvironment> {
  const recorded = known.get(environment) ?? recordAndRender(committedFiles(environment));
  known.set(environment, recorded);
  return recorded;
}

/** The program of an environment from its files, and what Argo CD would make of it. */
export async function recordAndRender(files: ConfigFiles): Promise<RecordedEnvironment> {
  const recording = await recordStack(files);
  const applications = recording.resources
    .filter(({ type }) => type === "kubernetes:argoproj.io/v1alpha1:Application")
    .map(({ inputs }) => inputs as unknown as DeclaredApplication);
  const rendered = await Promise.all(
    applications.map(({ spec }) =>
      renderChart({
        helm: tool("helm4"),
        chart: serviceChart,
        releaseName: spec.source.helm.releaseName,
        namespace: spec.destination.namespace,
        values: spec.source.helm.valuesObject,
      }),
    ),
  );
  return { recording, applications, rendered: rendered.flat() };
}

/** The Kubernetes objects that Pulumi itself writes; those of a Release are Helm's. */
export function ownObjects({ resources }: Recording): readonly KubernetesObject[] {
  return resources
    .filter(({ type }: RecordedResource) => /^kubernetes:(?!helm\.sh)/.test(type))
    .map(({ inputs }) => inputs as unknown as KubernetesObject);
}

/** `<group>/<kind>` as an AppProject lists it; the core group is empty. */
export function groupKind({ apiVersion, kind }: KubernetesObject): string {
  return `${apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : ""}/${kind}`;
}
