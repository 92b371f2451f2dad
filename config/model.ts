/**
 * The finished configuration of one environment: every value typed, defaulted, joined and final.
 *
 * `parse()` makes it; everything else only reads it. Nothing in here is optional unless its absence
 * means something (no HPA, no mirror), so that no reader needs a default of its own.
 */

import type { Access, SyncWindow } from "./access-model.ts";
import type { Notifications, OffFeature } from "./notifications-model.ts";
import type { Addons, Images, ManagementTool, Oidc, Platform } from "./platform-model.ts";
import type { RegistryLogin, Repository, SecretNeed, ServiceSecret } from "./secrets-model.ts";

export type * from "./access-model.ts";
export type * from "./notifications-model.ts";
export type * from "./platform-model.ts";
export type * from "./secrets-model.ts";

export const environments = ["development", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

/** Kubernetes quantities: cpu such as `500m` or `2`, memory such as `512Mi` or `1Gi`. */
export interface CpuAndMemory {
  readonly cpu: string;
  readonly memory: string;
}

/** Bounds of a HorizontalPodAutoscaler and its targets in percent of the requests. */
export interface Autoscaling {
  readonly min: number;
  readonly max: number;
  /** Average CPU utilisation to hold, percent of the request. */
  readonly cpu: number;
  /** Average memory utilisation to hold, percent of the request. */
  readonly memory: number;
}

/** How a VerticalPodAutoscaler treats a service: `off` only recommends. */
export const verticalModes = ["off", "initial", "auto"] as const;
export type VerticalMode = (typeof verticalModes)[number];

/** How big one service is in one environment. */
export interface Profile {
  /** Pods that run when there is no autoscaling; with it, the HPA decides. */
  readonly replicas: number;
  readonly requests: CpuAndMemory;
  readonly limits: CpuAndMemory;
  /** Absent: no HorizontalPodAutoscaler. */
  readonly autoscaling?: Autoscaling;
  readonly verticalAutoscaling: VerticalMode;
}

/** The image that runs, in parts: `<registry>/<repository>:<tag>` or, with a digest, `…@<digest>`. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** A Helm chart as Argo CD fetches it. */
export interface Chart {
  readonly name: string;
  /** Exact semantic version. */
  readonly version: string;
  /** Base URL of the Helm repository, https or oci. */
  readonly repository: string;
}

/** What a service may keep, and for how long; handed to it as settings. */
export interface Cache {
  readonly memory?: {
    /** Quantity of memory, such as `64Mi`. */
    readonly size: string;
    readonly ttlSeconds: number;
  };
  readonly redis?: {
    /** First part of each of its keys, such as `order-service:`. */
    readonly prefix: string;
    readonly ttlSeconds: number;
  };
}

/** Files that browsers and a CDN may keep. */
export interface StaticFiles {
  /** Prefixes of their paths, such as `/assets`. */
  readonly paths: readonly string[];
  readonly maxAgeSeconds: number;
  /** They never change under one name. */
  readonly immutable: boolean;
}

/** Keeps every writer from changing what runs of a service until somebody releases it. */
export interface Hold {
  /** Why, in words for whoever is refused. */
  readonly reason: string;
  /** Who holds it: a name or an address. */
  readonly by: string;
  /** When it was held, ISO 8601. */
  readonly since: string;
}

/** A question to a service, and the answer that is right; asked after each delivery. */
export interface ApiTest {
  readonly method: "GET" | "HEAD";
  /** Path, and a query where there is one. */
  readonly path: string;
  /** HTTP status of the right answer. */
  readonly status: number;
  /** Absent: only the status matters. */
  readonly json?: {
    /** Keys joined by dots, an index in brackets: `items[0].name`. */
    readonly path: string;
    readonly equals: string | number | boolean | null;
  };
}

/** One service in one environment: the catalogue entry joined with the stack file. */
export interface Service {
  /** DNS-1123 label, at most 40 characters; also the name of its Deployment, Service and ServiceAccount. */
  readonly name: string;
  /** Name of its Argo CD Application: `<service>-<environment>`. */
  readonly applicationName: string;
  readonly description: string;
  /** Team that owns it and is told about it. */
  readonly team: string;
  /** Version operators speak of; the image tag. */
  readonly version: string;
  readonly image: Image;
  readonly chart: Chart;
  /** True when `chart` is the platform's own service chart and understands its values. */
  readonly usesPlatformChart: boolean;
  /** Port the container listens on. */
  readonly port: number;
  /** HTTP paths the container answers. */
  readonly paths: { readonly health: string; readonly ready: string; readonly metrics: string };
  /** What the service is asked besides its health path; none: only that. */
  readonly apiTests: readonly ApiTest[];
  /** Public host name: `<service><hostSuffix>.<domain>`. */
  readonly host: string;
  /** Services of this environment that may call this one. */
  readonly callers: readonly string[];
  /** Absent: the service keeps nothing. */
  readonly cache?: Cache;
  /** Absent: it serves no files that others may keep. */
  readonly static?: StaticFiles;
  /** Absent: browsers may call it from its own host only. */
  readonly cors?: { readonly allowedOrigins: readonly string[] };
  readonly profile: Profile;
  /** Secrets that its pods read as files, by name. */
  readonly secrets: readonly ServiceSecret[];
  /** Raised with each secret that is set anew, so that the pods start again; 0: it has none. */
  readonly secretsRevision: number;
  /** Plain environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Values merged by Helm over everything else; the only values of a chart that is not the platform's. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Absent: whoever may deploy may deploy it. */
  readonly hold?: Hold;
}

/** The most all services of an environment may use at once; the hard limits of its ResourceQuota. */
export interface Quota {
  readonly pods: number;
  readonly requests: CpuAndMemory;
  readonly limits: CpuAndMemory;
}

/** How Argo CD keeps this environment's Applications in step. */
export interface SyncPolicy {
  /** Sync without a human. */
  readonly automated: boolean;
  /** Undo changes made by hand. */
  readonly selfHeal: boolean;
  /** Delete what is no longer declared. */
  readonly prune: boolean;
  /** Retries of a failed sync. */
  readonly retries: number;
  /** When syncs may happen, or may not; none: at any time. */
  readonly windows: readonly SyncWindow[];
}

export interface Config {
  readonly environment: Environment;
  readonly branch: string;
  readonly domain: string;
  readonly hostSuffix: string;
  readonly registry: string;
  readonly namespace: string;
  readonly cluster: {
    /** Context in the kubeconfig. */
    readonly context: string;
    /** UID of the kube-system namespace; empty until the stack is pinned. */
    readonly uid: string;
  };
  /** The stack whose platform this one uses; its own name when it has its own. */
  readonly platform: Platform;
  readonly images: Images;
  readonly addons: Addons;
  /** Absent: nobody can log in through OpenID Connect. */
  readonly oidc?: Oidc;
  /** The platform's tools for people, by name; only those that are installed by the owner. */
  readonly tools: readonly ManagementTool[];
  /** What a service is sized like unless it says otherwise. */
  readonly profile: Profile;
  /** Every service at its HPA maximum (or its replicas), plus the surge of a rollout. */
  readonly quota: Quota;
  readonly sync: SyncPolicy;
  readonly rollout: {
    /** Seconds a new version may take to become ready before it counts as failed. */
    readonly progressDeadlineSeconds: number;
  };
  readonly verify: {
    /** Image of the Job that asks services from inside the cluster; it has Node 22.18 or newer. */
    readonly image: string;
  };
  readonly access: Access;
  /** Every secret this stack needs, by name; values are elsewhere. */
  readonly secrets: readonly SecretNeed[];
  /** Absent: images are pulled without a login, or with Secrets that are there (`images.pullSecrets`). */
  readonly registryLogin?: RegistryLogin;
  /** Repositories Argo CD logs in to, by name. */
  readonly repositories: readonly Repository[];
  /** The owner's; routing of every environment on the platform. */
  readonly notifications: Notifications;
  /** What is configured and yet off, in the order people should read it. */
  readonly off: readonly OffFeature[];
  /** Wait inside `pulumi up` until every Application is Synced and Healthy. */
  readonly awaitHealthy: boolean;
  /** Names of existing objects this stack may take over, `<Kind>/<name>` or `<Kind>/<namespace>/<name>`. */
  readonly adopt: readonly string[];
  /** By name: the engine does not keep the order of the catalogue. */
  readonly services: readonly Service[];
}
