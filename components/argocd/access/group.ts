/**
 * A group as a policy of Argo CD writes it: in quotes when it holds a comma, which ends a field there
 * (argo-cd pkg/apis/application/v1alpha1/types.go, validateGroupName).
 */
export function policyGroup(name: string): string {
  return name.includes(",") ? `"${name}"` : name;
}
