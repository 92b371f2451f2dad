import { all } from "../suggest.ts";
import { environments } from "../model.ts";
import { text, tooLong, type Documentation, type Fault } from "./text.ts";

/** Longest label of DNS, and so of a namespace, a Service and a label's value (RFC 1123). */
export const longestLabel = 63;
/** Longest host name (RFC 1123). */
export const longestHost = 253;
/**
 * Longest name of a service. An Application is `<service>-<environment>` and names a Helm release,
 * which may have 53 characters; `-development` is twelve of them, and one is kept.
 */
export const longestServiceName = 40;

const labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const label = new RegExp(`^${labelPattern}$`);
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = new RegExp(`^${labelPattern}(\\.${labelPattern})*$`);

/** Hosts that the platform itself answers, beside the services' own. */
const platformHosts = ["argo", "charts", "grafana", "jaeger", "k8s", "prometheus", "registry"];
/** A service `user-dev` in production would have the host of `user` in development. */
const environmentSuffixes = ["dev", ...environments];

/** Namespaces of Kubernetes itself. */
export const kubernetesNamespaces = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
] as const;

/** The fault of something that is no DNS-1123 label. */
export function labelFault(value: string): Fault | undefined {
  if (label.test(value)) return tooLong(value, longestLabel);
  return notA("lower-case letters, digits and hyphens, with a letter or digit at both ends", value);
}

function subdomainFault(value: string): Fault | undefined {
  const labels = value.split(".");
  if (subdomain.test(value) && labels.every((part) => part.length <= longestLabel)) {
    return tooLong(value, longestHost);
  }
  const hint = /^[a-z]+:\/\//i.test(value) ? { hint: "Leave out the scheme." } : {};
  return { wrong: "must be a DNS name such as example.org, in lower case", ...hint };
}

function notA(what: string, value: string): Fault {
  const tidied = value
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "");
  const hint = tidied === "" ? {} : { hint: `Try ${JSON.stringify(tidied)}.` };
  return { wrong: `must be ${what}`, ...hint };
}

function serviceNameFault(value: string): Fault | undefined {
  if (!serviceLabel.test(value)) {
    return notA("lower-case letters, digits and hyphens, with a letter first", value);
  }
  if (platformHosts.includes(value)) {
    return {
      wrong: "must not be the name of a host of the platform",
      hint: `Taken are ${all(platformHosts)}.`,
    };
  }
  const suffix = environmentSuffixes.find((name) => value.endsWith(`-${name}`));
  if (suffix !== undefined) {
    return {
      wrong: `must not end in -${suffix}, which would be another environment's host`,
      hint: `Try ${JSON.stringify(value.slice(0, -suffix.length - 1))}.`,
    };
  }
  return tooLong(value, longestServiceName);
}

export const dnsLabel = (documentation: Documentation) =>
  text(labelFault, { ...documentation, pattern: `^${labelPattern}$` });

/** Name of an object that may have dots, such as a Secret (RFC 1123 subdomain). */
export const kubernetesName = (documentation: Documentation) =>
  text(
    (value) =>
      subdomain.test(value)
        ? tooLong(value, longestHost)
        : notA("lower-case letters, digits, hyphens and dots", value),
    documentation,
  );

/** True for a host name or an IPv4 address, in lower case. */
export function isHostName(value: string): boolean {
  return subdomainFault(value) === undefined;
}

/** Host name or address of a server. */
export const hostName = (documentation: Documentation) => text(subdomainFault, documentation);

export const domain = text(subdomainFault, {
  description: "DNS domain under which every public host lives.",
  example: "example.org",
});

export const serviceName = text(serviceNameFault, {
  description: "Name of a service; also of its Deployment, Service and ServiceAccount.",
  example: "order-service",
});

export const hostSuffix = text(
  (value) => {
    if (value === "" || /^-[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)) {
      return tooLong(value, longestLabel - longestServiceName);
    }
    return {
      wrong: 'must be empty, or a hyphen and lower-case letters or digits such as "-dev"',
      ...(label.test(value) ? { hint: `Try ${JSON.stringify(`-${value}`)}.` } : {}),
    };
  },
  {
    description:
      "Comes between a service's name and the domain in its host: `<service><hostSuffix>.<domain>`.",
    example: "-staging",
  },
);
