import { alertmanager } from "./alertmanager-tools.ts";
import { testTools } from "./test-tools.ts";
import { type Purpose, purposes, type Tool, type ToolName } from "./tool.ts";

const kubernetesVersion = "1.36.3";
const stampKubernetes = [`gitVersion=v${kubernetesVersion}`, "gitMajor=1", "gitMinor=36"]
  .map((setting) => `-X k8s.io/component-base/version.${setting}`)
  .join(" ");

/** The three binaries of the control plane share a module, so the first build pays for all. */
function kubernetes(name: ToolName, minutes: number): Tool {
  return {
    name,
    version: kubernetesVersion,
    neededFor: "up",
    module: "kubernetes",
    package: `k8s.io/kubernetes/cmd/${name}`,
    versionFlags: stampKubernetes,
    onPath: { names: [name], versionArguments: ["--version"] },
    official: "https://kubernetes.io/releases/download/",
    minutes,
  };
}

/** In the order they are built. */
export const tools: readonly Tool[] = [
  {
    name: "etcd",
    version: "3.6.9",
    neededFor: "up",
    module: "etcd",
    package: "go.etcd.io/etcd/server/v3",
    onPath: { names: ["etcd"], versionArguments: ["--version"] },
    official: "https://github.com/etcd-io/etcd/releases",
    minutes: 1,
  },
  kubernetes("kube-apiserver", 4),
  kubernetes("kube-controller-manager", 1),
  kubernetes("kube-scheduler", 1),
  {
    name: "kwok",
    version: "0.8.0",
    neededFor: "up",
    module: "kwok",
    package: "sigs.k8s.io/kwok/cmd/kwok",
    onPath: { names: ["kwok"], versionArguments: ["--version"] },
    official: "https://github.com/kubernetes-sigs/kwok/releases",
    minutes: 1.5,
  },
  {
    name: "redis",
    version: "2.40.0",
    neededFor: "up",
    module: "redis",
    package: ".",
    minutes: 0.2,
  },
  {
    name: "argocd",
    version: "3.5.7",
    neededFor: "up",
    module: "argocd",
    package: "github.com/argoproj/argo-cd/v3/cmd",
    versionFlags: "-X github.com/argoproj/argo-cd/v3/common.version=3.5.7",
    // Two of its controllers serve metrics on every interface, and no flag changes that. A cluster that
    // is only processes must not be reachable from outside, so an official build cannot be used.
    patch: {
      module: "github.com/argoproj/argo-cd/v3",
      files: [
        "controller/appcontroller.go",
        "cmd/argocd-notification/commands/argocd_notification.go",
      ],
      from: '"0.0.0.0:%d"',
      to: '"127.0.0.1:%d"',
    },
    minutes: 4.5,
  },
  {
    name: "helm4",
    version: "4.2.4",
    neededFor: "render",
    module: "helm4",
    package: "helm.sh/helm/v4/cmd/helm",
    versionFlags: "-X helm.sh/helm/v4/internal/version.version=v4.2.4",
    onPath: { names: ["helm4", "helm"], versionArguments: ["version", "--short"] },
    official: "https://github.com/helm/helm/releases",
    minutes: 1.5,
  },
  {
    name: "helm3",
    version: "3.22.0",
    neededFor: "render",
    module: "helm",
    package: "helm.sh/helm/v3/cmd/helm",
    // As upstream sets them; without them Helm 3 renders for Kubernetes 1.20, and charts refuse that.
    versionFlags: [
      "-X helm.sh/helm/v3/internal/version.version=v3.22.0",
      "-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor=1",
      "-X helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor=37",
      "-X helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor=1",
      "-X helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor=37",
    ].join(" "),
    onPath: { names: ["helm3", "helm"], versionArguments: ["version", "--short"] },
    official: "https://github.com/helm/helm/releases",
    minutes: 1.5,
  },
  {
    name: "pulumi",
    version: "3.250.0",
    neededFor: "context",
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionFlags: "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.250.0",
    onPath: { names: ["pulumi"], versionArguments: ["version"] },
    official: "https://www.pulumi.com/docs/iac/download-install/",
    minutes: 4,
  },
  {
    name: "pulumi-resource-kubernetes",
    version: "4.25.0",
    neededFor: "context",
    module: "pulumi-kubernetes",
    package: ".",
    versionFlags: "-X github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version=4.25.0",
    embeds: {
      module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
      file: "cmd/pulumi-resource-kubernetes/schema.json",
      as: "schema.json",
    },
    official: "`pulumi plugin install resource kubernetes v4.25.0`",
    minutes: 9.5,
  },
  alertmanager("alertmanager", "up", 1),
  {
    name: "metrics-server",
    version: "0.9.0",
    neededFor: "metrics",
    module: "metrics-server",
    package: "sigs.k8s.io/metrics-server/cmd/metrics-server",
    versionFlags: "-X k8s.io/client-go/pkg/version.gitVersion=v0.9.0",
    onPath: { names: ["metrics-server"], versionArguments: ["--version"] },
    official: "https://github.com/kubernetes-sigs/metrics-server/releases",
    minutes: 4.5,
  },
  ...testTools,
];

/** The tools that `purpose` needs. */
export function toolsFor(purpose: Purpose): readonly Tool[] {
  const level = purposes.indexOf(purpose);
  return tools.filter((tool) => purposes.indexOf(tool.neededFor) <= level);
}

/** The entry of `name`. */
export function toolNamed(name: ToolName): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    throw new Error(`toolchain/tools.ts: no entry for ${name}. Add one.`);
  }
  return tool;
}
