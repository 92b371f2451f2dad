/** What a name of the cluster's DNS stands for. */
export interface ServiceName {
  /** One pod of a Service, as a StatefulSet's have names. */
  readonly pod?: string;
  readonly service: string;
  readonly namespace: string;
}

const ends = /\.svc(\.cluster\.local)?\.?$/;

/**
 * Reads `<service>.<namespace>` and `[<pod>.]<service>.<namespace>.svc[.cluster.local]`; undefined for every other name.
 * A lone `<service>` depends on who asks, which is not known here.
 */
export function serviceNameOf(host: string): ServiceName | undefined {
  const labels = host.replace(ends, "").split(".");
  const [last = "", middle = "", first] = labels.toReversed();
  if (labels.some((label) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))) return undefined;
  if (labels.length === 2) return { service: middle, namespace: last };
  if (labels.length === 3 && ends.test(host) && first !== undefined)
    return { pod: first, service: middle, namespace: last };
  return undefined;
}
