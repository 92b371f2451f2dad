import type { Config, Profile, Service } from "../../config/model.ts";
import type { Finding } from "../finding.ts";
import { at } from "../model/read.ts";

/** Where the value of a finding comes from, and where to change it. */
export interface Place {
  /** Such as `Application user-service-production, chart microservice 1.1.0`. */
  readonly origin: string;
  /** File and key to set; absent where only the rule's own advice helps. */
  readonly set?: string;
  /** The same, apart, for tools that mark a line. */
  readonly file?: string;
  readonly key?: string;
}

/** Values of the service chart that the stack file decides by another name. */
const stackKeys: Readonly<Record<string, string>> = {
  replicas: "profile.replicas",
  "autoscaling.enabled": "profile.autoscaling",
  "autoscaling.minReplicas": "profile.autoscaling.min",
  "autoscaling.maxReplicas": "profile.autoscaling.max",
  "autoscaling.cpu": "profile.autoscaling.cpu",
  "autoscaling.memory": "profile.autoscaling.memory",
  "resources.requests.cpu": "profile.requests.cpu",
  "resources.requests.memory": "profile.requests.memory",
  "resources.limits.cpu": "profile.limits.cpu",
  "resources.limits.memory": "profile.limits.memory",
  "image.tag": "version",
  "image.digest": "digest",
};

/** Where the value of a finding comes from: a key of a file, a chart's default, or the program. */
export function placeOf({ subject, setting }: Finding, config: Config): Place {
  const { depth, owner, chart } = subject.origin;
  if (depth === "resource") return { origin: `resource ${typeAndName(subject.origin.urn)}` };
  const chartText = `chart ${chart?.name ?? ""} ${chart?.version ?? ""}`;
  if (depth === "release") {
    return {
      origin: `Release ${owner}, ${chartText}`,
      set: `msa:platform.values.${owner} in Pulumi.${config.environment}.yaml`,
      file: `Pulumi.${config.environment}.yaml`,
      key: "msa:platform",
    };
  }
  const service = config.services.find((each) => each.applicationName === owner);
  const origin = `Application ${owner}, ${chartText}${defaulted(subject.origin.values, setting)}`;
  if (service === undefined || setting === undefined) return { origin };
  const file = `Pulumi.${config.environment}.yaml`;
  const key = keyOf(service, setting, config);
  return { origin, set: `${key} in ${file}`, file, key };
}

function defaulted(values: unknown, setting: string | undefined): string {
  const isDefault = setting !== undefined && at(values, setting) === undefined;
  return isDefault ? `, default of ${setting}` : "";
}

/** A service's own exception where it has one, else the profile of the environment. */
function keyOf(service: Service, setting: string, { profile }: Config): string {
  const own = `msa:services.${service.name}`;
  const key = stackKeys[setting];
  if (!service.usesPlatformChart || key === undefined) return `${own}.values.${setting}`;
  if (!key.startsWith("profile.")) return `${own}.${key}`;
  return isException(service.profile, profile, key) ? `${own}.${key}` : `msa:${key}`;
}

function isException(own: Profile, profile: Profile, key: string): boolean {
  const path = key.replace("profile.", "");
  return JSON.stringify(at(own, path)) !== JSON.stringify(at(profile, path));
}

/** `<type> <logical name>` of a URN. */
function typeAndName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""} ${name}`;
}
