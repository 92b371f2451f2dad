import type * as pulumi from "@pulumi/pulumi";

import type { Metadata } from "../custom-resources/metadata.ts";
import { ownFieldManager, standardLabels } from "../labels.ts";
import type { PlatformContext } from "../platform/context.ts";

/** Metadata of an object of this stack in a namespace. */
export function metadataOf(
  name: string,
  namespace: string,
  context: Pick<PlatformContext, "config">,
): Metadata {
  return { ...clusterMetadataOf(name, context), namespace };
}

/** Metadata of an object of this stack that lies in no namespace. */
export function clusterMetadataOf(
  name: string,
  { config }: Pick<PlatformContext, "config">,
): Omit<Metadata, "namespace"> {
  return {
    name,
    labels: standardLabels(name, { stack: config.environment }),
    annotations: ownFieldManager(config.environment),
  };
}

/** Options of an object that belongs to a component and may not be somebody else's. */
export function ownedBy(
  parent: pulumi.Resource,
  { refuseForeign }: Pick<PlatformContext, "refuseForeign">,
): pulumi.CustomResourceOptions {
  return { parent, hooks: { beforeCreate: [refuseForeign] } };
}
