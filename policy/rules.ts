import type { Rule } from "./rule.ts";
import { allowedImageRegistries } from "./rules/allowed-image-registries.ts";
import { applicationPermittedByProject } from "./rules/application-permitted-by-project.ts";
import { applicationSpecValid } from "./rules/application-spec-valid.ts";
import { argocdRbacDefaultDeny } from "./rules/argocd-rbac-default-deny.ts";
import { chartRepositoryAllowed } from "./rules/chart-repository-allowed.ts";
import { chartVersionPinned } from "./rules/chart-version-pinned.ts";
import { defaultDenyAuthorizationPolicy } from "./rules/default-deny-authorization-policy.ts";
import { defaultDenyNetworkPolicy } from "./rules/default-deny-network-policy.ts";
import { destinationRuleMtls } from "./rules/destination-rule-mtls.ts";
import { dropAllCapabilities } from "./rules/drop-all-capabilities.ts";
import { explicitNameAndNamespace } from "./rules/explicit-name-and-namespace.ts";
import { explicitProvider } from "./rules/explicit-provider.ts";
import { gatewayTls } from "./rules/gateway-tls.ts";
import { helmValuesVisible } from "./rules/helm-values-visible.ts";
import { hpaMatchesEnvironment } from "./rules/hpa-matches-environment.ts";
import { hpaMetricHasRequest } from "./rules/hpa-metric-has-request.ts";
import { hpaMinMaxConsistent } from "./rules/hpa-min-max-consistent.ts";
import { hpaTargetExists } from "./rules/hpa-target-exists.ts";
import { ignoreChangesNotHiding } from "./rules/ignore-changes-not-hiding.ts";
import { imageDigestAdvised } from "./rules/image-digest-advised.ts";
import { imageDigest } from "./rules/image-digest.ts";
import { imagePullPolicy } from "./rules/image-pull-policy.ts";
import { imagePullSecretPresent } from "./rules/image-pull-secret-present.ts";
import { limitRequestRatio } from "./rules/limit-request-ratio.ts";
import { limitedSecretAccess } from "./rules/limited-secret-access.ts";
import { maximumReplicas } from "./rules/maximum-replicas.ts";
import { minimumReplicas } from "./rules/minimum-replicas.ts";
import { networkPolicySelectsPods } from "./rules/network-policy-selects-pods.ts";
import { noAllowAllNetworkPolicy } from "./rules/no-allow-all-network-policy.ts";
import { noAnonymousBinding } from "./rules/no-anonymous-binding.ts";
import { noBarePods } from "./rules/no-bare-pods.ts";
import { noClusterAdminBinding } from "./rules/no-cluster-admin-binding.ts";
import { noDefaultProject } from "./rules/no-default-project.ts";
import { noDefaultServiceAccount } from "./rules/no-default-service-account.ts";
import { noExposedServiceTypes } from "./rules/no-exposed-service-types.ts";
import { noHostNamespaces } from "./rules/no-host-namespaces.ts";
import { noHostPathVolumes } from "./rules/no-host-path-volumes.ts";
import { noHostPorts } from "./rules/no-host-ports.ts";
import { noMutableImageTag } from "./rules/no-mutable-image-tag.ts";
import { noPlaintextSecrets } from "./rules/no-plaintext-secrets.ts";
import { noPrivilegeEscalation } from "./rules/no-privilege-escalation.ts";
import { noPrivilegedContainers } from "./rules/no-privileged-containers.ts";
import { noProjectWildcards } from "./rules/no-project-wildcards.ts";
import { noRbacEscalationVerbs } from "./rules/no-rbac-escalation-verbs.ts";
import { noRbacWildcards } from "./rules/no-rbac-wildcards.ts";
import { noRetiredTeamsConnector } from "./rules/no-retired-teams-connector.ts";
import { noServiceAccountTokenAutomount } from "./rules/no-service-account-token-automount.ts";
import { noStaticReplicasWithHpa } from "./rules/no-static-replicas-with-hpa.ts";
import { noUnsafeProviderFlags } from "./rules/no-unsafe-provider-flags.ts";
import { noWildcardGatewayHosts } from "./rules/no-wildcard-gateway-hosts.ts";
import { notificationsResolvable } from "./rules/notifications-resolvable.ts";
import { notificationsSubscribed } from "./rules/notifications-subscribed.ts";
import { pdbAllowsDisruption } from "./rules/pdb-allows-disruption.ts";
import { pdbUnhealthyEviction } from "./rules/pdb-unhealthy-eviction.ts";
import { podSecurityAdmissionLabels } from "./rules/pod-security-admission-labels.ts";
import { productionSyncWindow } from "./rules/production-sync-window.ts";
import { projectRoleLeastPrivilege } from "./rules/project-role-least-privilege.ts";
import { protectProduction } from "./rules/protect-production.ts";
import { quantitiesParse } from "./rules/quantities-parse.ts";
import { quotaCoversAutoscaling } from "./rules/quota-covers-autoscaling.ts";
import { readOnlyRootFilesystem } from "./rules/read-only-root-filesystem.ts";
import { renderedCharts } from "./rules/rendered-charts.ts";
import { requiredLabels } from "./rules/required-labels.ts";
import { requiredLimitRange } from "./rules/required-limit-range.ts";
import { requiredPodDisruptionBudget } from "./rules/required-pod-disruption-budget.ts";
import { requiredProbes } from "./rules/required-probes.ts";
import { requiredRequestsAndLimits } from "./rules/required-requests-and-limits.ts";
import { requiredResourceQuota } from "./rules/required-resource-quota.ts";
import { resourcesFinalizer } from "./rules/resources-finalizer.ts";
import { resourcesWithinProfile } from "./rules/resources-within-profile.ts";
import { restrictedVolumeTypes } from "./rules/restricted-volume-types.ts";
import { revisionMatchesEnvironment } from "./rules/revision-matches-environment.ts";
import { rollingUpdateStrategy } from "./rules/rolling-update-strategy.ts";
import { runAsNonRoot } from "./rules/run-as-non-root.ts";
import { seccompRuntimeDefault } from "./rules/seccomp-runtime-default.ts";
import { secretShape } from "./rules/secret-shape.ts";
import { selectorsMatch } from "./rules/selectors-match.ts";
import { serverSideApplyOptions } from "./rules/server-side-apply-options.ts";
import { serviceMonitorPresent } from "./rules/service-monitor-present.ts";
import { sidecarInjectionEnabled } from "./rules/sidecar-injection-enabled.ts";
import { strictMtls } from "./rules/strict-mtls.ts";
import { syncPolicyMatchesEnvironment } from "./rules/sync-policy-matches-environment.ts";
import { syncRetryBounded } from "./rules/sync-retry-bounded.ts";
import { syncWindowValid } from "./rules/sync-window-valid.ts";
import { topologySpread } from "./rules/topology-spread.ts";
import { uniqueReleaseDestination } from "./rules/unique-release-destination.ts";

/** Every rule, by family; a rule that is not here is never asked (tests/policy/rules.test.ts). */
export const rules: readonly Rule[] = [
  // first: it begins what the others look at
  renderedCharts,
  // availability
  hpaMatchesEnvironment,
  hpaMetricHasRequest,
  hpaMinMaxConsistent,
  hpaTargetExists,
  maximumReplicas,
  minimumReplicas,
  noBarePods,
  noStaticReplicasWithHpa,
  pdbAllowsDisruption,
  pdbUnhealthyEviction,
  requiredPodDisruptionBudget,
  requiredProbes,
  rollingUpdateStrategy,
  topologySpread,
  // resources
  limitRequestRatio,
  quantitiesParse,
  quotaCoversAutoscaling,
  requiredLimitRange,
  requiredRequestsAndLimits,
  requiredResourceQuota,
  resourcesWithinProfile,
  // pods
  dropAllCapabilities,
  noHostNamespaces,
  noHostPathVolumes,
  noHostPorts,
  noPrivilegeEscalation,
  noPrivilegedContainers,
  noServiceAccountTokenAutomount,
  podSecurityAdmissionLabels,
  readOnlyRootFilesystem,
  restrictedVolumeTypes,
  runAsNonRoot,
  seccompRuntimeDefault,
  // images
  allowedImageRegistries,
  chartRepositoryAllowed,
  chartVersionPinned,
  imageDigestAdvised,
  imageDigest,
  imagePullPolicy,
  imagePullSecretPresent,
  noMutableImageTag,
  // network
  defaultDenyAuthorizationPolicy,
  defaultDenyNetworkPolicy,
  destinationRuleMtls,
  gatewayTls,
  networkPolicySelectsPods,
  noAllowAllNetworkPolicy,
  noExposedServiceTypes,
  noWildcardGatewayHosts,
  sidecarInjectionEnabled,
  strictMtls,
  // access
  limitedSecretAccess,
  noAnonymousBinding,
  noClusterAdminBinding,
  noDefaultServiceAccount,
  noPlaintextSecrets,
  noRbacEscalationVerbs,
  noRbacWildcards,
  secretShape,
  // argo-cd
  applicationPermittedByProject,
  applicationSpecValid,
  argocdRbacDefaultDeny,
  helmValuesVisible,
  noDefaultProject,
  noProjectWildcards,
  noRetiredTeamsConnector,
  notificationsResolvable,
  productionSyncWindow,
  projectRoleLeastPrivilege,
  resourcesFinalizer,
  revisionMatchesEnvironment,
  serverSideApplyOptions,
  syncPolicyMatchesEnvironment,
  syncRetryBounded,
  syncWindowValid,
  uniqueReleaseDestination,
  // stack
  explicitNameAndNamespace,
  explicitProvider,
  ignoreChangesNotHiding,
  noUnsafeProviderFlags,
  protectProduction,
  requiredLabels,
  selectorsMatch,
  // observability
  notificationsSubscribed,
  serviceMonitorPresent,
];
