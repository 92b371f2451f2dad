import type { Service } from "../../config/model.ts";
import { notificationAnnotations } from "../notifications/application-annotations.ts";
import type { PlatformContext } from "../platform/context.ts";
import type { ServiceApplicationArgs } from "./service-application.ts";
import type { ServiceProject, ServiceProjectArgs } from "./service-project.ts";
import { serviceValues } from "./service-values.ts";

/** The project of an environment, from its configuration. */
export function projectArgs({ config, refuseForeign }: PlatformContext): ServiceProjectArgs {
  return {
    environment: config.environment,
    argoNamespace: config.addons.argoCd.namespace,
    targetNamespace: config.namespace,
    chartRepositories: config.services.map((service) => service.chart.repository),
    access: config.access,
    windows: config.sync.windows,
    refuseForeign,
  };
}

/** The Application of one service, from the configuration of its environment. */
export function applicationArgs(
  service: Service,
  { projectName }: Pick<ServiceProject, "projectName">,
  { config, refuseForeign }: PlatformContext,
): ServiceApplicationArgs {
  return {
    service: service.name,
    description: service.description,
    host: service.host,
    environment: config.environment,
    applicationName: service.applicationName,
    project: projectName,
    argoNamespace: config.addons.argoCd.namespace,
    targetNamespace: config.namespace,
    chart: service.chart,
    values: serviceValues(service, config),
    sync: config.sync,
    notifications: notificationAnnotations(service, config),
    autoscaled: service.profile.autoscaling !== undefined,
    awaitHealthy: config.awaitHealthy && service.usesPlatformChart,
    refuseForeign,
  };
}
