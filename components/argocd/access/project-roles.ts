import type { Access } from "../../../config/model.ts";
import type { ProjectRole } from "../../custom-resources/app-project.ts";
import { policyGroup } from "./group.ts";

/** A resource of Argo CD's RBAC that a project has, and an action on it. */
type Right = readonly [resource: string, action: string];

/**
 * The roles of one environment, inside its project, so that none of them reaches beyond it. Everybody who
 * has a role may also look at the project itself (app_project_types.go, ProjectPoliciesString).
 */
export function projectRoles(project: string, access: Access): readonly ProjectRole[] {
  return [
    role(project, {
      name: "developer",
      description: "Looks at Applications and does what the configuration adds.",
      groups: access.developers,
      rights: developerRights(access),
    }),
    role(project, {
      name: "admin",
      description: "Does everything inside the project.",
      groups: access.admins,
      rights: adminRights(access),
    }),
  ];
}

function developerRights({ developersMay }: Access): readonly Right[] {
  return [
    ["applications", "get"],
    ...(developersMay.includes("sync") ? [["applications", "sync"] as const] : []),
    ...(developersMay.includes("logs") ? [["logs", "get"] as const] : []),
  ];
}

/**
 * Not among them: `projects, update`, since the AppProject is Pulumi's and whoever changes it can let
 * itself out of it; ApplicationSets, whose generators may read any Secret of Argo CD's namespace
 * (docs/operator-manual/applicationset/Security.md); clusters, by which a project gets a way out too.
 */
function adminRights({ exec }: Access): readonly Right[] {
  return [
    // Every action, on the objects below an Application too.
    ["applications", "*"],
    ["applicationsets", "get"],
    ["clusters", "get"],
    ["logs", "get"],
    ["repositories", "*"],
    ...(exec ? [["exec", "create"] as const] : []),
  ];
}

function role(
  project: string,
  {
    name,
    description,
    groups,
    rights,
  }: Omit<ProjectRole, "policies"> & { readonly rights: readonly Right[] },
): ProjectRole {
  return {
    name,
    description,
    groups: groups.map(policyGroup),
    policies: rights.map(
      ([resource, action]) =>
        `p, proj:${project}:${name}, ${resource}, ${action}, ${project}/*, allow`,
    ),
  };
}
