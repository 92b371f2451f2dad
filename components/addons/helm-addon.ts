import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { PlatformRelease } from "../../config/model.ts";
import { mergeValues, type HelmValues } from "../helm-values.ts";
import type { PlatformContext } from "../platform/context.ts";

export interface HelmAddonArgs {
  /** Name of the release, which also says which chart. */
  readonly release: PlatformRelease;
  readonly namespace: string;
  /** Plain values only: an Output or a secret in them would blind diff, policy and report. */
  readonly values: HelmValues;
  /** How long its pods may take to become ready, in seconds. @default 600 */
  readonly timeoutSeconds?: number;
}

/** Old revisions that Helm keeps of each release, each a Secret in its namespace. */
const maxHistory = 5;

/**
 * One Helm release of the platform, of the chart that the lock pins; the only place a Release is made.
 *
 * A failed install or upgrade is undone (`atomic`), so that the next run begins from a state that is
 * known. The values of the stack file (`platform.values.<release>`) are laid over ours.
 */
export class HelmAddon extends pulumi.ComponentResource {
  public readonly release: k8s.helm.v3.Release;

  constructor(
    name: string,
    args: HelmAddonArgs,
    { config }: PlatformContext,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("msa:addons:HelmAddon", name, {}, opts);
    const chart = config.platform.charts[args.release];
    const timeout = args.timeoutSeconds ?? 600;
    const isRegistry = chart.repository.startsWith("oci://");

    this.release = new k8s.helm.v3.Release(
      name,
      {
        name: args.release,
        namespace: args.namespace,
        // A registry is part of the chart's name, a repository is not.
        chart: isRegistry ? `${chart.repository}/${chart.name}` : chart.name,
        ...(!isRegistry && { repositoryOpts: { repo: chart.repository } }),
        version: chart.version,
        values: mergeValues(args.values, config.platform.values[args.release] ?? {}),
        timeout,
        atomic: true,
        cleanupOnFail: true,
        maxHistory,
        // By this the CLI knows a release of ours again when the state has lost it (take-up.ts).
        description: `Installed by stack ${config.environment} of msa-gitops.`,
        createNamespace: false,
      },
      {
        parent: this,
        customTimeouts: {
          create: `${timeout + 60}s`,
          update: `${timeout + 60}s`,
          delete: `${timeout + 60}s`,
        },
      },
    );
    this.registerOutputs({});
  }
}
