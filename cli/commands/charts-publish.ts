import { join } from "node:path";

import { toolbox } from "../../toolchain/toolbox.ts";
import { root } from "../paths.ts";
import { publishChart, type Published } from "../release/publish-chart.ts";
import { configOf } from "../stack-config.ts";

export interface ChartsPublishOptions {
  /** Where to; a ChartMuseum or `oci://…`. @default where the services' charts are fetched from */
  readonly to?: string;
  /** Folder of the chart. @default the platform's service chart */
  readonly chart?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Publishes a service chart when its version is new; without a word of change when it is there. */
export function chartsPublish(options: ChartsPublishOptions = {}): Promise<Published> {
  const { chart = join(root, "charts", "microservice"), environment = process.env } = options;
  const { CHARTMUSEUM_USER: user, CHARTMUSEUM_PASSWORD: password } = environment;
  return publishChart({
    helm: toolbox(root).path("helm4"),
    chart,
    repository: options.to ?? servicesRepository(),
    ...(user !== undefined && password !== undefined && { login: { user, password } }),
  });
}

function servicesRepository(): string {
  const service = configOf("development").services.find((each) => each.usesPlatformChart);
  return service?.chart.repository ?? "";
}
