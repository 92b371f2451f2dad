// Label matchers that panels share. Variables are Grafana's; several choices become `a|b`.

/** The chosen services of the chosen environment, in series of this project's recording rules. */
export const recordedService = 'namespace=~"$namespace",destination_workload=~"$service"';

/** The same in the mesh's own series, counted where requests arrive. */
export const arrivingService =
  'reporter="destination",destination_workload_namespace=~"$namespace",destination_workload=~"$service"';

/** The same in series of Deployments. */
export const deployment = 'namespace=~"$namespace",deployment=~"$service"';

/** The same in series of containers; a sidecar is not among them. */
export const serviceContainer = 'namespace=~"$namespace",container=~"$service"';

/** The same in the recorded series of containers, with the sidecars. */
export const containerOfService = 'namespace=~"$namespace",service=~"$service"';
