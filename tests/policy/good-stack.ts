import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { Config, Profile } from "../../config/model.ts";
import { subjectOf } from "../../policy/depths/resource.ts";
import { isFields, type Fields } from "../../policy/model/read.ts";
import type { Stack } from "../../policy/model/stack.ts";
import type { Origin, Subject } from "../../policy/model/subject.ts";
import {
  sampleAddons,
  sampleConfig,
  samplePlatform,
  sampleService,
} from "../support/sample-config.ts";

/** One object of the good stack: a resource of the program, or what a chart renders. */
export interface Entry {
  readonly resource?: { readonly type: string; readonly name: string };
  readonly application?: string;
  readonly release?: string;
  readonly chart?: { readonly name: string; readonly version: string };
  readonly object: Fields;
  readonly options?: Fields;
}

/** The good stack as data, by short names; `config` is what the rules are told of the environment. */
export type Draft = Record<string, unknown>;

const profile: Profile = {
  replicas: 3,
  requests: { cpu: "500m", memory: "512Mi" },
  limits: { cpu: "2000m", memory: "2Gi" },
  autoscaling: { min: 3, max: 10, cpu: 70, memory: 80 },
  verticalAutoscaling: "off",
};

/** Production with one service, on a platform of its own. */
function goodConfig(): Config {
  const addons = sampleAddons();
  const charts = samplePlatform().charts;
  const metrics = { ...charts["metrics-server"], version: "3.13.1" };
  const repository = "https://kubernetes-sigs.github.io/metrics-server";
  return sampleConfig({
    environment: "production",
    branch: "main",
    namespace: "microservices",
    registry: "registry.jclee.me",
    profile,
    platform: samplePlatform({
      charts: { ...charts, "metrics-server": { ...metrics, repository } },
    }),
    addons: { ...addons, ...(addons.istio && { istio: { ...addons.istio, install: true } }) },
    services: [
      sampleService({
        name: "user-service",
        applicationName: "user-service-production",
        image: { registry: "registry.jclee.me", repository: "msa/user-service", tag: "1.0.0" },
        chart: { name: "microservice", version: "1.1.0", repository: "https://charts.jclee.me" },
        profile,
      }),
    ],
  });
}

const read = parse(readFileSync(join(import.meta.dirname, "good-stack.yaml"), "utf8")) as Draft;

/** A fresh copy that a test may change. */
export function goodDraft(): Draft {
  return { ...structuredClone(read), config: structuredClone(goodConfig()) };
}

/** The stack that a draft describes. */
export function stackOf({ config, ...entries }: Draft): Stack {
  const subjects = Object.values(entries)
    .filter(isFields)
    .flatMap((entry) => subjectIn(entry as unknown as Entry) ?? []);
  return { config: config as Config, subjects, unrendered: [] };
}

function subjectIn({
  resource,
  application,
  release,
  chart,
  object,
  options,
}: Entry): Subject | undefined {
  if (resource !== undefined) {
    const { type, name } = resource;
    return subjectOf({
      urn: `urn:pulumi:production::msa::${type}::${name}`,
      type,
      name,
      inputs: object,
      options: {
        provider: "urn:pulumi:production::msa::pulumi:providers:kubernetes::cluster",
        ...options,
      },
    });
  }
  const depth = application === undefined ? "release" : "application";
  const origin: Origin = {
    depth,
    urn: `urn:pulumi:production::msa::${depth}::${application ?? release ?? ""}`,
    owner: application ?? release ?? "",
    chart: chart ?? { name: "microservice", version: "1.1.0" },
    values: {},
  };
  return { object: object as unknown as Subject["object"], origin };
}
