import { alertmanager } from "./alertmanager-tools.ts";
import type { Tool, ToolName } from "./tool.ts";

/** Both binaries of Prometheus share a module, so the first build pays for most of the second. */
function prometheus(name: ToolName, minutes: number): Tool {
  return {
    name,
    version: "3.8.1",
    neededFor: "test",
    module: "prometheus",
    package: `github.com/prometheus/prometheus/cmd/${name}`,
    versionFlags: "-X github.com/prometheus/common/version.Version=3.8.1",
    onPath: { names: [name], versionArguments: ["--version"] },
    official: "https://prometheus.io/download/",
    minutes,
  };
}

/** What only the tests run, in the order it is built. */
export const testTools: readonly Tool[] = [
  {
    name: "kubeconform",
    version: "0.8.0",
    neededFor: "test",
    module: "kubeconform",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    versionFlags: "-X main.version=v0.8.0",
    onPath: { names: ["kubeconform"], versionArguments: ["-v"] },
    official: "https://github.com/yannh/kubeconform/releases",
    minutes: 0.5,
  },
  {
    name: "kube-score",
    version: "1.20.0",
    neededFor: "test",
    module: "kube-score",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    versionFlags: "-X main.version=1.20.0",
    onPath: { names: ["kube-score"], versionArguments: ["version"] },
    official: "https://github.com/zegl/kube-score/releases",
    minutes: 0.7,
  },
  prometheus("prometheus", 4.5),
  prometheus("promtool", 0.5),
  alertmanager("amtool", "test", 0.2),
  {
    name: "actionlint",
    version: "1.7.12",
    neededFor: "test",
    module: "actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    versionFlags: "-X github.com/rhysd/actionlint.version=1.7.12",
    onPath: { names: ["actionlint"], versionArguments: ["-version"] },
    official: "https://github.com/rhysd/actionlint/releases",
    minutes: 0.5,
  },
  {
    name: "registry",
    version: "3.1.2",
    neededFor: "test",
    module: "registry",
    package: "github.com/distribution/distribution/v3/cmd/registry",
    versionFlags: "-X github.com/distribution/distribution/v3/version.version=v3.1.2",
    onPath: { names: ["registry"], versionArguments: ["--version"] },
    official: "https://github.com/distribution/distribution/releases",
    minutes: 1.5,
  },
  {
    name: "oauth2-proxy",
    version: "7.15.2",
    neededFor: "test",
    module: "oauth2-proxy",
    package: "github.com/oauth2-proxy/oauth2-proxy/v7",
    versionFlags: "-X github.com/oauth2-proxy/oauth2-proxy/v7/pkg/version.VERSION=v7.15.2",
    onPath: { names: ["oauth2-proxy"], versionArguments: ["--version"] },
    official: "https://github.com/oauth2-proxy/oauth2-proxy/releases",
    minutes: 1,
  },
];
