import * as k8s from "@pulumi/kubernetes";
import * as kx from "@pulumi/kubernetesx";
import * as pulumi from "@pulumi/pulumi";

import { meshAllows, networkAllows } from "./allows.ts";
import type { JobArguments } from "./arguments.ts";
import { runLabel } from "./labels.ts";
import { podSpec } from "./pod.ts";
import { scriptData } from "./script.ts";

/** How long what a killed run left behind stays, in seconds. */
const keptSeconds = 600;

/**
 * One Job that asks the services of a namespace, and what it needs for that: an identity of its own, its
 * script, and allows that name nobody else.
 *
 * All of it belongs to the Job, so that what a killed run leaves behind goes with it. The Job is made first
 * for that; its pod waits a moment for the rest.
 */
export class VerificationJob extends pulumi.ComponentResource {
  constructor(name: string, args: JobArguments, opts?: pulumi.ComponentResourceOptions) {
    super("msa:verify:VerificationJob", name, {}, opts);
    const labels = {
      "app.kubernetes.io/name": "msa-verify",
      "app.kubernetes.io/part-of": "msa",
      "app.kubernetes.io/managed-by": "pulumi",
      "msa-gitops/stack": args.stack,
      [runLabel]: args.name,
    };
    const { namespace } = args;
    const job = new kx.Job(
      name,
      {
        metadata: {
          ...{ name: args.name, namespace, labels },
          // ./msa waits itself: it reads the log whichever way the Job ends.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: args.deadlineSeconds,
          ttlSecondsAfterFinished: keptSeconds,
          template: {
            metadata: {
              labels,
              // A sidecar of the usual kind would outlive the script and the Job never end.
              ...(args.mesh !== undefined && {
                annotations: { "sidecar.istio.io/nativeSidecar": "true" },
              }),
            },
            spec: podSpec(args),
          },
        },
      },
      { parent: this },
    );
    this.#belongings(name, args, { job, labels });
    this.registerOutputs({});
  }

  #belongings(
    name: string,
    args: JobArguments,
    { job, labels }: { readonly job: kx.Job; readonly labels: Readonly<Record<string, string>> },
  ): void {
    const inside = { parent: this };
    const metadata = (own = args.name) => ({
      name: own,
      namespace: args.namespace,
      labels,
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name: args.name, uid: job.metadata.uid },
      ],
    });
    const account = { metadata: metadata(), automountServiceAccountToken: false };
    new k8s.core.v1.ServiceAccount(name, account, inside);
    new kx.ConfigMap(name, { metadata: metadata(), data: scriptData(args) }, inside);
    for (const { suffix, spec } of networkAllows(args)) {
      const own = { metadata: metadata(`${args.name}-${suffix}`), spec };
      new k8s.networking.v1.NetworkPolicy(`${name}-${suffix}`, own, inside);
    }
    for (const { suffix, spec } of meshAllows(args)) {
      const kind = { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy" };
      const own = { ...kind, metadata: metadata(`${args.name}-${suffix}`), spec };
      new k8s.apiextensions.CustomResource(`${name}-mesh-${suffix}`, own, inside);
    }
  }
}
