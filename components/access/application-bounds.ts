import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { PlatformContext } from "../platform/context.ts";
import { accessMetadata } from "./grant.ts";
import { argoNames } from "./people-access.ts";

/**
 * Keeps this environment's Applications in its project, whoever writes them.
 *
 * Argo CD asks for rights in both projects when an Application changes from one to another; Kubernetes
 * knows no fields. Without this, whoever may patch an Application could name a project in it that allows
 * more, such as `default`, which allows everything.
 */
export class ApplicationBounds extends pulumi.ComponentResource {
  constructor(name: string, context: PlatformContext, opts?: pulumi.ComponentResourceOptions) {
    super("msa:access:ApplicationBounds", name, {}, opts);
    const { config, refuseForeign } = context;
    const { environment: stack, addons } = config;
    const { applications, project } = argoNames(context);
    const metadata = accessMetadata(stack, { name: `msa-${stack}-applications` });
    const options = { parent: this, hooks: { beforeCreate: [refuseForeign] } };
    const message = `An Application of ${stack} belongs to the project ${project}; it cannot name another one.`;

    if (applications.length === 0) return;
    const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
      name,
      {
        metadata,
        spec: {
          failurePolicy: "Fail",
          matchConstraints: {
            namespaceSelector: {
              matchLabels: { "kubernetes.io/metadata.name": addons.argoCd.namespace },
            },
            resourceRules: [
              {
                apiGroups: ["argoproj.io"],
                apiVersions: ["*"],
                operations: ["CREATE", "UPDATE"],
                resources: ["applications"],
                resourceNames: [...applications],
              },
            ],
          },
          validations: [{ expression: `object.spec.project == '${project}'`, message }],
        },
      },
      options,
    );
    new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
      name,
      { metadata, spec: { policyName: metadata.name, validationActions: ["Deny"] } },
      { ...options, dependsOn: policy },
    );
    this.registerOutputs({});
  }
}
