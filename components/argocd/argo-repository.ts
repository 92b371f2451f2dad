/**
 * A Helm repository as Argo CD names it: without the scheme for a registry, as it is for https.
 *
 * Application and AppProject must agree on the form to the letter
 * (argo-cd docs/user-guide/private-repositories.md, Helm OCI).
 */
export function argoRepository(url: string): string {
  return url.startsWith("oci://") ? url.slice("oci://".length) : url;
}
