import type { Config, Images, RegistryLogin } from "../../config/model.ts";
import type { PlatformContext } from "../platform/context.ts";
import { installedInto } from "../platform/namespaces.ts";
import type { SecretPlan } from "./configured-secret.ts";

/** The login at the registry for the pods of the services; none without `msa:registryLogin`. */
export function serviceRegistryLogin(context: PlatformContext): readonly SecretPlan[] {
  const { namespace, registryLogin } = context.config;
  return registryLogin === undefined ? [] : [plan(registryLogin, namespace, context)];
}

/**
 * The same login for the pods of the platform, in each namespace that this stack installs into; none
 * where the platform's images come from elsewhere.
 */
export function platformRegistryLogins(context: PlatformContext): readonly SecretPlan[] {
  const { config } = context;
  const { registryLogin } = config;
  if (registryLogin === undefined || !isMirroredThere(config)) return [];
  return installedInto(config.addons).map((namespace) => ({
    ...plan(registryLogin, namespace, context),
    logicalName: `${registryLogin.secretName}-${namespace}`,
  }));
}

/** Where images come from, with the login among what the platform's pods pull with, where it is for them. */
export function imagesWithLogin(config: Config): Images {
  const { images, registryLogin } = config;
  if (registryLogin === undefined || !isMirroredThere(config)) return images;
  return {
    ...images,
    pullSecrets: [...new Set([...images.pullSecrets, registryLogin.secretName])],
  };
}

/** Whether the platform's images come from the host that the login is for. */
function isMirroredThere({ images: { mirror }, registryLogin }: Config): boolean {
  return mirror !== undefined && mirror.split("/")[0] === registryLogin?.host;
}

function plan(
  { host, secretName, username }: RegistryLogin,
  namespace: string,
  { secrets }: PlatformContext,
): SecretPlan {
  const login = secrets
    .value("registry/password")
    .apply((password) => dockerConfig(host, username, password));
  return {
    logicalName: secretName,
    name: secretName,
    namespace,
    type: "kubernetes.io/dockerconfigjson",
    values: { ".dockerconfigjson": login },
  };
}

/** Docker's own file of logins; JSON and base64, so that the `$` of a robot's name is only a sign. */
function dockerConfig(host: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return JSON.stringify({ auths: { [host]: { username, password, auth } } });
}
