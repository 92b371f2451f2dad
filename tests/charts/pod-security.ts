/** What is read of a container's security context; a pod's has some of the same fields. */
interface SecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly seLinuxOptions?: object;
  readonly seccompProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

interface Action {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** What is read of a container. */
export interface Container {
  readonly name: string;
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly startupProbe?: Action;
  readonly readinessProbe?: Action;
  readonly livenessProbe?: Action;
  readonly lifecycle?: { readonly preStop?: Action; readonly postStart?: Action };
}

/** What is read of a pod. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seLinuxOptions?: object;
    readonly seccompProfile?: { readonly type: string };
    readonly sysctls?: readonly unknown[];
  };
  /** A name, and its kind as the name of the other field. */
  readonly volumes?: readonly { readonly name: string }[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
}

const allowedVolumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];
const allowedProfiles = ["RuntimeDefault", "Localhost"];

/**
 * Every way in which a pod breaks the restricted Pod Security Standard; empty when it passes.
 * The rules are those of https://kubernetes.io/docs/concepts/security/pod-security-standards/,
 * baseline and restricted, for Linux.
 */
export function restrictedViolations(pod: PodSpec): readonly string[] {
  const containers = [
    ...pod.containers,
    ...(pod.initContainers ?? []),
    ...(pod.ephemeralContainers ?? []),
  ];
  return [
    ...hostViolations(pod),
    ...volumeViolations(pod),
    ...containers.flatMap((container) => containerViolations(container, pod)),
  ];
}

function hostViolations(pod: PodSpec): readonly string[] {
  const context = pod.securityContext;
  return [
    ...when(pod.hostNetwork === true, "hostNetwork"),
    ...when(pod.hostPID === true, "hostPID"),
    ...when(pod.hostIPC === true, "hostIPC"),
    ...when((context?.sysctls ?? []).length > 0, "sysctls"),
    ...when(context?.seLinuxOptions !== undefined, "seLinuxOptions"),
    ...when(context?.runAsUser === 0, "runAsUser is root"),
  ];
}

function volumeViolations(pod: PodSpec): readonly string[] {
  return (pod.volumes ?? []).flatMap((volume) =>
    Object.keys(volume)
      .filter((kind) => kind !== "name" && !allowedVolumes.includes(kind))
      .map((kind) => `volume ${volume.name} is ${kind}`),
  );
}

function containerViolations(container: Container, pod: PodSpec): readonly string[] {
  const own = container.securityContext ?? {};
  const wanted = { ...pod.securityContext, ...own };
  const problems = [
    ...privilegeViolations(own),
    ...when(wanted.runAsNonRoot !== true, "runAsNonRoot is not set"),
    ...when(wanted.runAsUser === 0, "runAsUser is root"),
    ...when(
      !allowedProfiles.includes(wanted.seccompProfile?.type ?? ""),
      "seccompProfile is not set",
    ),
    ...when(
      (container.ports ?? []).some(({ hostPort }) => (hostPort ?? 0) !== 0),
      "hostPort",
    ),
    ...when(probesAnotherHost(container), "a probe names a host"),
  ];
  return problems.map((problem) => `container ${container.name}: ${problem}`);
}

function privilegeViolations(own: SecurityContext): readonly string[] {
  const added = (own.capabilities?.add ?? []).filter((name) => name !== "NET_BIND_SERVICE");
  return [
    ...when(own.privileged === true, "privileged"),
    ...when(own.allowPrivilegeEscalation !== false, "allowPrivilegeEscalation is not false"),
    ...when(own.capabilities?.drop?.includes("ALL") !== true, "capabilities are not dropped"),
    ...when(added.length > 0, `capabilities ${added.join(", ")} are added`),
    ...when((own.procMount ?? "Default") !== "Default", "procMount"),
    ...when(own.seLinuxOptions !== undefined, "seLinuxOptions"),
  ];
}

function probesAnotherHost(container: Container): boolean {
  const { startupProbe, readinessProbe, livenessProbe, lifecycle } = container;
  const actions = [
    startupProbe,
    readinessProbe,
    livenessProbe,
    lifecycle?.preStop,
    lifecycle?.postStart,
  ];
  return actions.some(
    (action) => action?.httpGet?.host !== undefined || action?.tcpSocket?.host !== undefined,
  );
}

function when(broken: boolean, problem: string): readonly string[] {
  return broken ? [problem] : [];
}
