import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AppProjectSpec } from "../../components/custom-resources/app-project.ts";
import { tool } from "../support/tools.ts";

/** An AppProject, as far as rights go. */
export interface Project {
  readonly metadata: { readonly name: string };
  readonly spec: Pick<AppProjectSpec, "roles">;
}

/** Argo CD's own judge of a policy. */
export interface Judge {
  /** What `argocd admin settings rbac can` prints. */
  can(subject: string, action: string, resource: string, object: string): Promise<string>;
  /** What `argocd admin settings rbac validate` prints. */
  validate(): Promise<string>;
  remove(): void;
}

/** What a project adds to the policy (argo-cd app_project_types.go, ProjectPoliciesString). */
export function projectPolicies({ metadata: { name: project }, spec }: Project): string[] {
  return spec.roles.flatMap(({ name, groups, policies }) => [
    `p, proj:${project}:${name}, projects, get, ${project}, allow`,
    ...policies,
    ...groups.map((group) => `g, ${group}, proj:${project}:${name}`),
  ]);
}

/**
 * The real `argocd` on a policy. It makes a client of Kubernetes although it asks nothing of it, so it is
 * given a cluster that is not there.
 *
 * @param settings `data` of argocd-rbac-cm.
 */
export function judge(
  settings: Readonly<Record<string, string>>,
  projects: readonly Project[],
): Judge {
  const folder = mkdtempSync(join(tmpdir(), "msa-rbac-"));
  const write = (name: string, content: unknown) => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const policy = write("argocd-rbac-cm.json", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-rbac-cm" },
    data: {
      ...settings,
      "policy.csv": [settings["policy.csv"] ?? "", ...projects.flatMap(projectPolicies)].join("\n"),
    },
  });
  const KUBECONFIG = write("kubeconfig", {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "none", user: { token: "none" } }],
    contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
    "current-context": "none",
  });
  const run = (args: readonly string[]) =>
    new Promise<string>((resolve) => {
      const all = ["admin", "settings", "rbac", ...args, "--policy-file", policy];
      // The exit code is 1 for a No and for an error alike, so only what it prints is looked at.
      execFile(tool("argocd"), all, { env: { ...process.env, KUBECONFIG } }, (_, out, errors) => {
        resolve(out.trim() === "" ? errors : out.trim());
      });
    });
  return {
    can: (subject, action, resource, object) => run(["can", subject, action, resource, object]),
    validate: () => run(["validate"]),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
