import type { KubeConfig } from "@kubernetes/client-node";

import type { Config } from "../../../config/model.ts";
import { answerFor } from "../../kube-answer.ts";
import { readApplication } from "../../status/read-live.ts";
import type { ApplicationObject } from "../../status/objects.ts";
import { patchApplication } from "../patch-application.ts";
import { secondsSince, stuckAfterSeconds, type Finding } from "./finding.ts";

/**
 * Applications of an environment that are being deleted and do not go. Each is read by its name: a run may
 * have been killed before Argo CD was there, and then there is none.
 */
export async function applicationFindings(
  kube: KubeConfig,
  { services, addons }: Pick<Config, "services" | "addons">,
): Promise<readonly Finding[]> {
  const { namespace } = addons.argoCd;
  const read = services.map(({ applicationName: name }) =>
    answerFor(`Application ${name}`, readApplication(kube, namespace, name)),
  );
  return (await Promise.all(read))
    .filter((each) => each?.metadata.deletionTimestamp !== undefined)
    .flatMap((each) => (each === undefined ? [] : [finding(each, namespace)]));
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
