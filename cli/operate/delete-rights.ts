import {
  AuthenticationV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  type KubeConfig,
} from "@kubernetes/client-node";

import type { StateObject } from "../engine-state.ts";
import { CliError, exitCodes } from "../errors.ts";
import { answerFor } from "../kube-answer.ts";

/**
 * Refuses to begin deleting what this account may not delete to the end.
 *
 * The engine would find out in the middle, with the first half gone. The API server says beforehand
 * (SelfSubjectAccessReview); a kind that it does not know is not asked about, since nothing of it is there.
 *
 * @throws CliError, exit code 2, naming the account and each right that it lacks.
 */
export async function refuseUndeletable(
  kube: KubeConfig,
  objects: readonly StateObject[],
): Promise<void> {
  const may = asker(kube);
  if (objects.length === 0 || (await may({ verb: "*", group: "*", resource: "*" }))) return;
  const plurals = await pluralsOf(kube, new Set(objects.map(({ apiVersion }) => apiVersion)));
  const missing = await Promise.all(
    objects.map(async ({ apiVersion, kind, namespace, name }) => {
      const group = groupOf(apiVersion);
      const resource = plurals.get(`${apiVersion}/${kind}`);
      if (resource === undefined) return undefined;
      const scope: Asked = namespace === undefined ? {} : { namespace };
      if (await may({ verb: "delete", group, resource, name, ...scope })) return undefined;
      const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
      return `delete ${group === "" ? resource : `${resource}.${group}`}${where}`;
    }),
  );
  const lacking = [...new Set(missing.filter((right) => right !== undefined))].sort();
  if (lacking.length === 0) return;
  throw new CliError(refusal(await userOf(kube), lacking), exitCodes.badInput);
}

/** More rights than a person reads at once are only counted. */
const mostRights = 5;

function refusal(user: string, lacking: readonly string[]): string {
  const accounts = /^system:serviceaccount:(msa-ci-[^:]+):deployer$/.exec(user)?.[1];
  const advice =
    accounts === undefined
      ? "Use an account that has the rights"
      : `deployer changes Applications only. Run it with the account platform of ${accounts}`;
  const more = lacking.length - mostRights;
  const named = lacking.slice(0, mostRights).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return (
    `destroy: this account may not delete all of it (found ${user}, which lacks: ${named}). ` +
    `${advice} (docs/how-to/give-people-access.md). Nothing was changed.`
  );
}

type Asked = Readonly<Record<string, string>>;

function asker(kube: KubeConfig): (attributes: Asked) => Promise<boolean> {
  const api = kube.makeApiClient(AuthorizationV1Api);
  return async (resourceAttributes) => {
    const body = { spec: { resourceAttributes } };
    const review = api.createSelfSubjectAccessReview({ body });
    return (await answerFor("its rights", review)).status?.allowed === true;
  };
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** `<apiVersion>/<Kind>` with the resource's name, such as `v1/Namespace` with `namespaces`. */
async function pluralsOf(
  kube: KubeConfig,
  versions: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const core = kube.makeApiClient(CoreV1Api);
  const custom = kube.makeApiClient(CustomObjectsApi);
  const found = await Promise.all(
    [...versions].map(async (apiVersion) => {
      const [group = "", version = ""] = apiVersion.split("/");
      const asked =
        version === "" ? core.getAPIResources() : custom.getAPIResources({ group, version });
      const resources = await asked.then(
        (list) => list.resources,
        () => [],
      );
      return resources
        .filter(({ name }) => !name.includes("/"))
        .map(({ kind, name }): [string, string] => [`${apiVersion}/${kind}`, name]);
    }),
  );
  return new Map(found.flat());
}

async function userOf(kube: KubeConfig): Promise<string> {
  const api = kube.makeApiClient(AuthenticationV1Api);
  const { status } = await answerFor("its name", api.createSelfSubjectReview({ body: {} }));
  return status?.userInfo?.username ?? "this account";
}
