import { kindOf } from "./danger.ts";
import { at, listOf, textOf } from "./json-value.ts";
import type { Amount, Demand, Range, ServiceFacts } from "./model.ts";
import { amount, larger, nothing, sum, times } from "./quantity.ts";
import type { Item, Owner } from "./side.ts";

/** What the workloads of these owners request together, with the fewest and with the most pods. */
export function demandOf(owners: readonly Owner[]): Demand {
  const all = owners.flatMap(({ items }) => {
    const scaled = autoscalers(items);
    return workloads(items).map((item) => ({ item, range: rangeOf(item, scaled) }));
  });
  const perNode = all.filter(({ item }) => kindOf(item) === "DaemonSet");
  const counted = all.filter(({ item }) => kindOf(item) !== "DaemonSet");
  const total = (bound: keyof Range) =>
    sum(counted.map(({ item, range }) => times(range[bound], podRequests(item))));
  return {
    min: total("min"),
    max: total("max"),
    perNode: sum(perNode.map(({ item }) => podRequests(item))),
  };
}

/** What a service runs as: its workload of the release's name, or else its first. */
export function factsOf(owner: Owner, service: string): ServiceFacts | undefined {
  const all = workloads(owner.items);
  const main = all.find((item) => nameOf(item) === service) ?? all[0];
  if (main === undefined) return undefined;
  const [container] = listOf(at(podSpec(main), "containers"));
  return {
    version: versionOf(textOf(at(container, "image"))),
    replicas: rangeOf(main, autoscalers(owner.items)),
    requests: podRequests(main),
  };
}

const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

function workloads(items: readonly Item[]): Item[] {
  return items.filter((item) => item.layer === "object" && workloadKinds.includes(kindOf(item)));
}

/** `<kind>/<name>` of what is scaled, and the bounds. */
function autoscalers(items: readonly Item[]): ReadonlyMap<string, Range> {
  const found = items.filter((item) => kindOf(item) === "HorizontalPodAutoscaler");
  return new Map(
    found.map(({ content }) => {
      const target = at(content, "spec", "scaleTargetRef");
      const [min, max] = [at(content, "spec", "minReplicas"), at(content, "spec", "maxReplicas")];
      const range = { min: Number(min ?? 1), max: Number(max ?? 1) };
      return [`${textOf(at(target, "kind"))}/${textOf(at(target, "name"))}`, range];
    }),
  );
}

function rangeOf(item: Item, scaled: ReadonlyMap<string, Range>): Range {
  const fixed = Number(at(item.content, "spec", "replicas") ?? 1);
  return scaled.get(`${kindOf(item)}/${nameOf(item)}`) ?? { min: fixed, max: fixed };
}

/** As the scheduler counts: all containers with their sidecars, or the greatest step before them. */
function podRequests(item: Item): Amount {
  const spec = podSpec(item);
  const first = listOf(at(spec, "initContainers"));
  const isSidecar = (container: unknown) => at(container, "restartPolicy") === "Always";
  const running = [...listOf(at(spec, "containers")), ...first.filter(isSidecar)].map(requests);
  const steps = first.filter((each) => !isSidecar(each)).map(requests);
  return larger(sum(running), steps.reduce(larger, nothing));
}

/** Where only a limit is set, Kubernetes requests as much. */
function requests(container: unknown): Amount {
  const asked = (name: string) =>
    at(container, "resources", "requests", name) ?? at(container, "resources", "limits", name);
  return amount(asked("cpu"), asked("memory"));
}

function podSpec({ content }: Item): unknown {
  return at(content, "spec", "template", "spec");
}

function nameOf({ content }: Item): string {
  return textOf(at(content, "metadata", "name"));
}

/** Tag of an image, or the first digits of its digest. */
function versionOf(image: string): string {
  const [name = "", digest] = image.split("@");
  const tag = /:([^/:]+)$/.exec(name)?.[1];
  return tag ?? digest?.slice(0, "sha256:".length + 12) ?? "";
}
