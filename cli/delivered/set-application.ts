import { CustomObjectsApi, setHeaderOptions, type KubeConfig } from "@kubernetes/client-node";

import { projectFileName } from "../../config/input.ts";
import type { Config } from "../../config/model.ts";
import { recordTexts } from "../../recorder/record-stack.ts";
import { readText, type ChangedFile } from "../declared/change.ts";
import { answerFor } from "../kube-answer.ts";
import { root } from "../paths.ts";
import { applicationType } from "../render-owner.ts";
import type { Target } from "../target.ts";
import { stackTextFor } from "./run-texts.ts";

/** An Application as the program registers it. */
export interface DeclaredApplication {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

/**
 * The Application of a service as the program would declare it once files are changed: by the recorder,
 * without an engine. Nothing is written.
 *
 * @throws RecordError with the program's own words.
 */
export async function declaredApplication(
  target: Target,
  files: readonly ChangedFile[],
  { service, config }: { readonly service: string; readonly config: Config },
): Promise<DeclaredApplication> {
  const { resources } = await recordTexts({
    folder: root,
    stack: target.environment,
    projectText: readText(root, projectFileName),
    stackText: stackTextFor(target, files),
    identity: config.cluster.uid,
  });
  const found = resources.find(
    ({ type, name: each }) => type === applicationType && each === service,
  );
  // Every service of the configuration has one (index.ts).
  return found?.inputs as unknown as DeclaredApplication;
}

/** Where the program says under which name the engine writes an object (components/labels.ts). */
const managerAnnotation = "pulumi.com/patchFieldManager";

/**
 * Writes an Application to the cluster in the engine's name, so that the engine finds its own fields with
 * the values it is about to write, and nothing to argue about.
 *
 * @throws CliError when the cluster refuses.
 */
export async function setApplication(
  kube: KubeConfig,
  { metadata, spec }: DeclaredApplication,
): Promise<void> {
  const request = kube.makeApiClient(CustomObjectsApi).patchNamespacedCustomObject(
    {
      group: "argoproj.io",
      version: "v1alpha1",
      plural: "applications",
      namespace: metadata.namespace,
      name: metadata.name,
      fieldManager: metadata.annotations?.[managerAnnotation] ?? "msa",
      force: true,
      body: { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec },
    },
    setHeaderOptions("Content-Type", "application/apply-patch+yaml"),
  );
  await answerFor(`Application ${metadata.name}`, request);
}
