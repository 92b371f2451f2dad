import type { KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../../../config/model.ts";
import { readLive, whereLive } from "../../status/read-live.ts";
import type { ApplicationObject } from "../../status/objects.ts";
import { patchApplication } from "../patch-application.ts";
import { secondsSince, stuckAfterSeconds, type Finding } from "./finding.ts";

/** Applications of an environment that are being deleted and do not go. */
export async function applicationFindings(
  kube: KubeConfig,
  config: Config,
): Promise<readonly Finding[]> {
  const { applications } = await readLive(kube, whereLive(config));
  const own = new Set(config.services.map(({ applicationName }) => applicationName));
  return applications
    .filter(({ metadata: { name, deletionTimestamp } }) => {
      return own.has(name) && deletionTimestamp !== undefined;
    })
    .map((application) => finding(application, config.addons.argoCd.namespace));
}

function finding({ metadata, status }: ApplicationObject, namespace: string): Finding {
  const { name, deletionTimestamp, finalizers = [] } = metadata;
  const seconds = secondsSince(deletionTimestamp);
  const why = status?.conditions?.find(({ type }) => type === "DeletionError")?.message;
  const found =
    `Application ${name}: is being deleted for ${seconds} s` +
    (why === undefined ? "" : ` (${why.replace(/\s+/g, " ")})`);
  if (seconds < stuckAfterSeconds || finalizers.length === 0) {
    const cure = `nothing yet: Argo CD removes what it runs first. Look again in a minute`;
    return { kind: "application", found, cure, acts: false };
  }
  return {
    kind: "application",
    found,
    cure: `remove its finalizer ${finalizers.join(", ")}: it goes, and what it ran stays until it is declared again or its namespace goes`,
    acts: true,
    run: (kube) => patchApplication(kube, { namespace, name }, { metadata: { finalizers: null } }),
  };
}
