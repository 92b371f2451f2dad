import type { PlatformContext } from "../platform/context.ts";
import type { GrafanaDashboardsArgs } from "./grafana-dashboards.ts";

/** The dashboards of a platform, from the configuration of its owner. */
export function dashboardsArgs({ config, refuseForeign }: PlatformContext): GrafanaDashboardsArgs {
  const { addons, environment, platform } = config;
  return {
    namespace: addons.grafana?.namespace ?? "",
    stack: environment,
    environments: platform.environments,
    // Grafana's data sources have their type for a uid (addons/grafana/data-sources.ts).
    ...(addons.jaeger !== undefined && { jaegerUid: "jaeger" }),
    refuseForeign,
  };
}
