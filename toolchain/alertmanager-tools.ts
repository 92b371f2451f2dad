import type { Purpose, Tool, ToolName } from "./tool.ts";

/** Both binaries of Alertmanager share a module, so the first build pays for most of the second. */
export function alertmanager(name: ToolName, neededFor: Purpose, minutes: number): Tool {
  return {
    name,
    version: "0.31.0",
    neededFor,
    module: "alertmanager",
    package: `github.com/prometheus/alertmanager/cmd/${name}`,
    versionFlags: "-X github.com/prometheus/common/version.Version=0.31.0",
    onPath: { names: [name], versionArguments: ["--version"] },
    official: "https://prometheus.io/download/#alertmanager",
    minutes,
  };
}
