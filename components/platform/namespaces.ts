import type { Config } from "../../config/model.ts";
import { standardLabels } from "../labels.ts";
import { namedAddons, networkFacts } from "./network/facts.ts";
import { namespacePolicies, type NamedNetworkPolicy } from "./network/policies.ts";

/** A namespace of the platform as it is to be. */
export interface NamespacePlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly policies: readonly NamedNetworkPolicy[];
}

/** Made by Kubernetes itself, and never ours to make or delete. */
const kubernetesOwn = ["default", "kube-node-lease", "kube-public", "kube-system"];

/**
 * The namespaces that the add-ons of this stack are installed into, by name; none for a tenant.
 *
 * One that something which is there already shares with it is refused as foreign when it is made, and
 * taken over only when it is named (`adopt`).
 */
export function platformNamespaces(config: Config): readonly NamespacePlan[] {
  const { addons, environment: stack } = config;
  const own = installedInto(addons).filter((name) => !kubernetesOwn.includes(name));
  const facts = networkFacts(config);
  return own.map((name) => ({
    name,
    labels: { ...standardLabels("platform", { stack }), ...podSecurity(name, config) },
    policies: namespacePolicies(name, facts),
  }));
}

/** Names of all namespaces that this stack installs something into, those of Kubernetes included. */
export function installedInto(addons: Config["addons"]): readonly string[] {
  const { istio } = addons;
  const named = namedAddons(addons).filter(([, { install }]) => install);
  const all = [
    ...named.map(([, { namespace }]) => namespace),
    // With somebody else's gateway nothing is installed there.
    ...(istio?.install === true && istio.makesGateway ? [istio.gatewayNamespace] : []),
  ];
  return [...new Set(all)].sort();
}

/**
 * No more is allowed than the charts need. Two of them reach into the node: istio-cni writes the
 * node's network plugins (hostPath, SYS_ADMIN), node-exporter reads the node itself (hostPath,
 * hostNetwork, hostPID).
 */
function podSecurity(namespace: string, { addons }: Config): Record<string, string> {
  const reachesIntoNodes = [addons.istio, addons.prometheus].some(
    (addon) => addon?.install === true && addon.namespace === namespace,
  );
  const [enforced, reported] = reachesIntoNodes
    ? (["privileged", "privileged"] as const)
    : (["baseline", "restricted"] as const);
  return {
    "pod-security.kubernetes.io/enforce": enforced,
    "pod-security.kubernetes.io/audit": reported,
    "pod-security.kubernetes.io/warn": reported,
  };
}
