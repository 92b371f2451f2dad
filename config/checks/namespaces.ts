import type { Config } from "../model.ts";
import { isMap, show, type Path } from "../problem.ts";
import { addons } from "../schema/addons.ts";
import { kubernetesNamespaces } from "../schema/names.ts";
import { valid, type Raw, type Report } from "./findings.ts";

/** One namespace of the platform, and the key that says so. */
interface Place {
  readonly path: Path;
  readonly namespace: string;
  /** This stack makes it. */
  readonly install: boolean;
}

/** Labels of a namespace say whether its pods join the mesh and what they may do; these differ. */
const ownNamespaces = ["istio.namespace", "istio.gatewayNamespace", "redis.namespace"];

/**
 * The services have a namespace of their own, and so has what differs from everything else.
 *
 * @param owner configuration of the stack whose platform this one uses, if another.
 */
export function checkNamespaces(raw: Raw, owner: Config | undefined, report: Report): void {
  const places = placesIn({ ...(owner?.addons ?? valid(addons, raw["addons"] ?? {})) });
  const { namespace } = raw;
  const isTaken = places.some((place) => place.namespace === namespace);
  if (typeof namespace === "string" && (isTaken || isOfKubernetes(namespace))) {
    report(
      ["namespace"],
      `must be a namespace of the services' own (found ${show(namespace)}). ` +
        "Choose another name, such as microservices.",
    );
  }
  const installed = places.filter(({ install }) => install);
  for (const [position, place] of installed.entries()) {
    const message = placeFault(place, installed.slice(0, position));
    if (message !== undefined) report(place.path, message);
  }
}

/** Namespaces of add-ons that are used, as parsed or as joined. */
export function placesIn(used: Readonly<Record<string, unknown>>): readonly Place[] {
  return Object.entries(used).flatMap(([name, addon]) => {
    if (!isMap(addon) || addon["enabled"] === false) return [];
    return ["namespace", "gatewayNamespace"].flatMap((key) => {
      const namespace = addon[key];
      if (typeof namespace !== "string") return [];
      return [{ path: ["addons", name, key], namespace, install: addon["install"] === true }];
    });
  });
}

/** True for what Kubernetes keeps for itself: its own namespaces, and all that begin with `kube-`. */
export function isOfKubernetes(namespace: string): boolean {
  return (
    namespace.startsWith("kube-") || (kubernetesNamespaces as readonly string[]).includes(namespace)
  );
}

/** @param before places that have been looked at; of two that clash, the second is at fault. */
function placeFault(place: Place, before: readonly Place[]): string | undefined {
  const { namespace } = place;
  if (isOfKubernetes(namespace)) {
    return (
      `must not be a namespace of Kubernetes, since this stack makes it (found ${show(namespace)}). ` +
      "Choose another, or set install: false if the add-on is there already."
    );
  }
  const other = before.find(
    (each) => each.namespace === namespace && (isApart(each) || isApart(place)),
  );
  if (other === undefined) return undefined;
  return (
    `must be another namespace, since pods of the two are treated differently ` +
    `(found ${show(namespace)}, which is also ${other.path.join(".")}). Choose another.`
  );
}

function isApart({ path }: Place): boolean {
  return ownNamespaces.includes(path.slice(1).join("."));
}
