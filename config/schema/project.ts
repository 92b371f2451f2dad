import { z } from "zod";
import { apiTests } from "./api-tests.ts";
import { domain, dnsLabel, serviceName } from "./names.ts";
import { httpPath } from "./http-path.ts";
import { imageRegistry, imageRepository, wholeImage } from "./image.ts";
import { port } from "./numbers.ts";
import { notifications } from "./notifications.ts";
import { images } from "./platform.ts";
import { registryLogin, repositories, serviceSecrets } from "./secrets.ts";
import { cache, cors, staticFiles } from "./service-traffic.ts";
import { line } from "./text.ts";
import { url } from "./url.ts";
import { version } from "./version.ts";

/** Helm values of a chart; their shape is the chart's own schema. */
export const values = z
  .record(z.string(), z.unknown())
  .describe("Helm values, merged over everything else; lists are replaced.");

const ownChart = z
  .strictObject({
    name: dnsLabel({ description: "Name of the chart.", example: "redis" }),
    repository: url("Helm repository of the chart, https or oci."),
    version: version("Exact version of the chart."),
  })
  .describe("A chart of its own instead of the platform's service chart.");

const paths = z
  .strictObject({
    health: httpPath("Answers while the process is alive.", "/healthz").default("/healthz"),
    ready: httpPath("Answers while it can serve.", "/readyz").default("/readyz"),
    metrics: httpPath("Metrics in Prometheus' format.", "/metrics").default("/metrics"),
  })
  .prefault({})
  .describe("HTTP paths the container answers.");

/** One service, as it is in every environment. */
export const catalogueEntry = z
  .strictObject({
    team: dnsLabel({ description: "Team that owns it and is told about it.", example: "commerce" }),
    description: line(200, { description: "What it is for, in a few words.", example: "Orders." }),
    version: version(
      "First version: what runs in every environment whose stack file names none.",
    ).optional(),
    port: port.default(8080),
    paths,
    apiTests,
    callers: z
      .array(serviceName)
      .default([])
      .describe("Services that may call this one; no other can."),
    cache,
    static: staticFiles,
    cors,
    secrets: serviceSecrets,
    image: imageRepository.optional(),
    chart: ownChart.optional(),
    values: values.default({}),
  })
  .describe("A service, as it is in every environment.");

/** Keys of `Pulumi.yaml`: what is the same in every environment. */
export const projectShape = {
  domain,
  registry: imageRegistry,
  charts: z
    .strictObject({
      services: url("Helm repository that serves the service chart."),
      mirror: url("Replaces every Helm repository, a service's own chart included.").optional(),
    })
    .describe("Helm repositories."),
  images,
  registryLogin,
  repositories,
  notifications,
  verify: z
    .strictObject({
      image: wholeImage(
        "Image of the Job that asks services from inside the cluster: one with Node 22.18 or newer. " +
          "Default: the official one of Docker Hub, or of `images.mirror`.",
      ).optional(),
    })
    .prefault({})
    .describe("How the services are asked after a delivery."),
  catalogue: z
    .record(serviceName, catalogueEntry)
    .describe("The services. One added here exists in all environments."),
};
