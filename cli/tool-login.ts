import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

import type { Config, ManagementToolName } from "../config/model.ts";
import { answerIfThere } from "./kube-answer.ts";

/** An account to log in with, or a sentence that says how to log in without one. */
export type ToolLogin =
  { readonly user: string; readonly password: string } | { readonly note: string };

interface Asked {
  readonly kube: KubeConfig;
  readonly config: Config;
  /** The pods of the cluster are simulated, so that no tool has ever started. */
  readonly isSimulated: boolean;
}

/** Argo CD's server makes it when it starts for the first time (util/settings/settings.go). */
const initialSecret = "argocd-initial-admin-secret";

/** The Secret that this project makes for Grafana (components/addons/grafana/values.ts). */
const grafanaSecret = "grafana-admin";

/**
 * How a person logs in to a tool, with the first password of its own administrator while there is one.
 *
 * @throws CliError when the cluster does not answer, or does not let this person read the Secret.
 */
export async function toolLogin(name: ManagementToolName, asked: Asked): Promise<ToolLogin> {
  if (name === "argo") return argoLogin(asked);
  if (name === "grafana") return grafanaLogin(asked);
  return {
    note:
      asked.config.addons.oauth2Proxy === undefined
        ? `${name} asks for no login.`
        : `${name} has no login of its own: oauth2-proxy asks ${issuer(asked.config)}.`,
  };
}

async function argoLogin({ kube, config, isSimulated }: Asked): Promise<ToolLogin> {
  const { namespace } = config.addons.argoCd;
  const core = kube.makeApiClient(CoreV1Api);
  const settings = await answerIfThere(
    `ConfigMap argocd-cm in namespace ${namespace}`,
    core.readNamespacedConfigMap({ name: "argocd-cm", namespace }),
  );
  if (settings?.data?.["admin.enabled"] === "false") {
    return { note: `The account admin is off. Log in through ${issuer(config)}.` };
  }
  const password = await secretText(core, { namespace, name: initialSecret, key: "password" });
  if (password !== undefined) return { user: "admin", password };
  const why = isSimulated
    ? "pods are only simulated here, so Argo CD's server has never started"
    : "Argo CD's server has not started yet, or the Secret was deleted after the password was changed";
  return {
    note:
      `There is no first password (found no Secret ${namespace}/${initialSecret}): ${why}. ` +
      "The user is admin, with the password that was chosen; a forgotten one is set anew as Argo CD's FAQ says.",
  };
}

async function grafanaLogin({ kube, config }: Asked): Promise<ToolLogin> {
  const namespace = config.addons.grafana?.namespace ?? "";
  const core = kube.makeApiClient(CoreV1Api);
  const password = await secretText(core, {
    namespace,
    name: grafanaSecret,
    key: "admin-password",
  });
  return password === undefined
    ? { note: `There is no password (found no Secret ${namespace}/${grafanaSecret}).` }
    : { user: "admin", password };
}

async function secretText(
  core: CoreV1Api,
  { namespace, name, key }: { namespace: string; name: string; key: string },
): Promise<string | undefined> {
  const secret = await answerIfThere(
    `Secret ${name} in namespace ${namespace}`,
    core.readNamespacedSecret({ name, namespace }),
  );
  const encoded = secret?.data?.[key];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

function issuer({ oidc }: Config): string {
  return oidc === undefined ? "the login that it is set up with" : new URL(oidc.issuer).host;
}
