import type { Config, Service } from "../../config/model.ts";
import type { ServiceCheck } from "../../verify/checks/check-service.ts";

type CheckedService = Pick<Service, "name" | "paths" | "apiTests" | "usesPlatformChart">;
type Services = Pick<Config, "services">;

/**
 * What is asked of each service over its public host: the health path, then its API tests. What has a chart
 * of its own need not answer HTTP, so that it is only asked what its API tests say.
 */
export function publicChecks({ services }: Services): ServiceCheck[] {
  return services.flatMap((service) => checksAt(service, `https://${service.host}`));
}

/** @param base where the service is reached, without a path. */
export function checksAt(
  { name, paths, apiTests, usesPlatformChart }: CheckedService,
  base: string,
): ServiceCheck[] {
  const health = { method: "GET", path: paths.health, status: 200 } as const;
  return [...(usesPlatformChart ? [health] : []), ...apiTests].map(({ path, ...test }) => ({
    service: name,
    url: `${base}${path}`,
    ...test,
  }));
}
