/**
 * Fields that the API server refuses to change, by kind (validation of Kubernetes 1.36 in
 * pkg/apis/<group>/validation). `except` names the fields below them that may change.
 */
interface Immutable {
  readonly below: string;
  readonly except?: readonly string[];
}

const statefulSetMayChange = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];

const immutable: Readonly<Record<string, readonly Immutable[]>> = {
  ClusterRoleBinding: [{ below: "roleRef" }],
  CustomResourceDefinition: [{ below: "spec.scope" }, { below: "spec.group" }],
  DaemonSet: [{ below: "spec.selector" }],
  Deployment: [{ below: "spec.selector" }],
  Job: [{ below: "spec.selector" }, { below: "spec.template" }, { below: "spec.completionMode" }],
  PersistentVolumeClaim: [
    { below: "spec", except: ["spec.resources", "spec.volumeAttributesClassName"] },
  ],
  ReplicaSet: [{ below: "spec.selector" }],
  RoleBinding: [{ below: "roleRef" }],
  Secret: [{ below: "type" }],
  Service: [{ below: "spec.clusterIP" }, { below: "spec.clusterIPs" }],
  StatefulSet: [{ below: "spec", except: statefulSetMayChange.map((name) => `spec.${name}`) }],
  StorageClass: [
    { below: "provisioner" },
    { below: "parameters" },
    { below: "reclaimPolicy" },
    { below: "volumeBindingMode" },
  ],
};

/** True when the API server refuses to change this field of an existing object of this kind. */
export function isImmutable(kind: string, field: string): boolean {
  return (immutable[kind] ?? []).some(
    ({ below, except = [] }) =>
      isBelow(field, below) && !except.some((free) => isBelow(field, free)),
  );
}

function isBelow(field: string, parent: string): boolean {
  return field === parent || field.startsWith(`${parent}.`) || field.startsWith(`${parent}[`);
}
