import type { Repository } from "../../config/model.ts";
import type { PlatformContext } from "../platform/context.ts";
import type { SecretPlan } from "../secrets/configured-secret.ts";
import { argoRepository } from "./argo-repository.ts";

/**
 * The logins of Argo CD at this environment's repositories, one Secret each; none of them serves
 * another environment's project.
 *
 * The project need not list them: Argo CD adds what is scoped to a project to its sources by itself
 * (util/argo/argo.go, v3.5.7).
 *
 * @param project name of the environment's AppProject.
 */
export function repositorySecrets(
  context: PlatformContext,
  project: string,
): readonly SecretPlan[] {
  const { addons, environment, repositories } = context.config;
  return repositories.map((repository) => ({
    logicalName: `repository-${repository.name}`,
    name: `msa-${environment}-repository-${repository.name}`,
    namespace: addons.argoCd.namespace,
    labels: { "argocd.argoproj.io/secret-type": "repository" },
    values: {
      name: repository.name,
      project,
      type: repository.type,
      url: argoRepository(repository.url),
      ...(repository.url.startsWith("oci://") && { enableOCI: "true" }),
      ...login(repository, context),
    },
  }));
}

function login(
  { login: kind, name, username }: Repository,
  { secrets }: PlatformContext,
): SecretPlan["values"] {
  const value = secrets.value(`repositories/${name}/${kind}`);
  // A key file without a line break at its end is none to OpenSSH.
  if (kind === "ssh-key") return { sshPrivateKey: value.apply((key) => `${key}\n`) };
  return { ...(username !== undefined && { username }), password: value };
}
