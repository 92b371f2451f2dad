/** Every executable the project runs besides Node, git, make and Go. */
export const toolNames = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "redis",
  "argocd",
  "helm4",
  "helm3",
  "pulumi",
  "pulumi-resource-kubernetes",
  "alertmanager",
  "metrics-server",
  "kubeconform",
  "kube-score",
  "prometheus",
  "promtool",
  "amtool",
  "actionlint",
  "registry",
  "oauth2-proxy",
] as const;
export type ToolName = (typeof toolNames)[number];

/**
 * What tools are wanted for, each with everything before it: rendering charts, a run on the user's own
 * cluster, a local cluster, one with a metrics API, the tests.
 */
export const purposes = ["render", "context", "up", "metrics", "test"] as const;
export type Purpose = (typeof purposes)[number];

/** How an installed copy of a tool is found, and how it says its version. */
export interface OnPath {
  /** Names to look for, in this order. */
  readonly names: readonly string[];
  /** Arguments that print the version; the first `x.y.z` in the output counts. */
  readonly versionArguments: readonly string[];
}

/** A text of a module's sources that is replaced before the build; see patch.ts. */
export interface Patch {
  readonly module: string;
  readonly files: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** One tool: what is pinned, how it is built, and how to come by it without building. */
export interface Tool {
  readonly name: ToolName;
  /** Exact version that is built and tested, without `v`. */
  readonly version: string;
  /** The smallest purpose that needs it. */
  readonly neededFor: Purpose;
  /** Subfolder of toolchain/ with the go.mod that pins it. */
  readonly module: string;
  /** Go package of its main, as `go build` takes it. */
  readonly package: string;
  /** Linker flags that carry the version, beside `-s -w`. */
  readonly versionFlags?: string;
  /** A file of a module that the main embeds under the name `as`. */
  readonly embeds?: { readonly module: string; readonly file: string; readonly as: string };
  readonly patch?: Patch;
  /** Absent: always our own build, because no release of it can be used as it is. */
  readonly onPath?: OnPath;
  /** Where the official release is; absent where there is none. */
  readonly official?: string;
  /** Cold build on two cores, in minutes. */
  readonly minutes: number;
}
