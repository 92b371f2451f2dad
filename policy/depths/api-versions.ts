import type { AddonName } from "../../config/model.ts";

/** API versions that charts ask for before they make objects of them, by the add-on that brings them. */
const broughtBy: Readonly<Partial<Record<AddonName, readonly string[]>>> = {
  argoCd: ["argoproj.io/v1alpha1"],
  certManager: ["cert-manager.io/v1"],
  istio: ["networking.istio.io/v1", "security.istio.io/v1"],
  prometheus: ["monitoring.coreos.com/v1"],
  verticalPodAutoscaler: ["autoscaling.k8s.io/v1"],
};

/** What the cluster will know beside what every cluster knows, once the platform is there. */
export function apiVersionsOf(addons: readonly string[]): readonly string[] {
  return addons.flatMap((addon) => broughtBy[addon as AddonName] ?? []);
}
