import { ArgoCd } from "./components/addons/argo-cd.ts";
import { CertManager } from "./components/addons/cert-manager.ts";
import { Dashboard } from "./components/addons/dashboard.ts";
import { Grafana } from "./components/addons/grafana.ts";
import { installer } from "./components/addons/installer.ts";
import { Istio } from "./components/addons/istio.ts";
import { Jaeger } from "./components/addons/jaeger.ts";
import { MetricsServer } from "./components/addons/metrics-server.ts";
import { Oauth2Proxy } from "./components/addons/oauth2-proxy.ts";
import { PrometheusOperatorCrds } from "./components/addons/prometheus-operator-crds.ts";
import { Prometheus } from "./components/addons/prometheus.ts";
import { RedisCluster } from "./components/addons/redis.ts";
import { VerticalPodAutoscaler } from "./components/addons/vertical-pod-autoscaler.ts";
import { afterWith } from "./components/after.ts";
import { applicationArgs, projectArgs } from "./components/argocd/application-args.ts";
import { ServiceApplication } from "./components/argocd/service-application.ts";
import { ServiceProject } from "./components/argocd/service-project.ts";
import { platformContext } from "./components/platform/context.ts";
import { EnvironmentWiring } from "./components/platform/environment-wiring.ts";
import { platformNamespaces } from "./components/platform/namespaces.ts";
import { PlatformNamespace } from "./components/platform/platform-namespace.ts";
import { PlatformSecrets } from "./components/platform/platform-secrets.ts";
import { PlatformReady } from "./components/platform/ready.ts";
import { ownsPlatform, platformRecord } from "./components/platform/record.ts";
import { PlatformWiring } from "./components/platform/wiring.ts";
import { namespaceArgs } from "./components/service-namespace-args.ts";
import { ServiceNamespace } from "./components/service-namespace.ts";
import { startRun } from "./components/start-run.ts";
import { loadConfig, loadSecretValues } from "./config/load.ts";

const config = loadConfig();
const context = platformContext(config, loadSecretValues());
const { provider, endRun } = await startRun(config);
const after = afterWith(provider);

// The platform: each add-on after those it needs, all of it once per cluster.
const record = platformRecord(context, after());
const namespaces = platformNamespaces(config).map(
  (plan) => new PlatformNamespace(plan.name, plan, context, after(record)),
);
const secrets =
  ownsPlatform(context) && new PlatformSecrets("secrets", context, after(record, ...namespaces));
const install = installer(context, provider, after(secrets, ...namespaces).dependsOn);
const monitors = install(PrometheusOperatorCrds);
const certManager = install(CertManager, [monitors]);
const redis = install(RedisCluster, [monitors]);
const addons = [
  ...[monitors, certManager, redis],
  install(ArgoCd, [monitors]),
  install(Dashboard),
  install(Grafana, [monitors]),
  install(Istio, [monitors]),
  install(Jaeger, [monitors]),
  install(MetricsServer, [monitors]),
  install(Oauth2Proxy, [monitors]),
  install(Prometheus, [monitors, certManager]),
  install(VerticalPodAutoscaler, [monitors]),
];
const wiring = ownsPlatform(context) && new PlatformWiring("wiring", context, after(...addons));

// The environment: its namespace, what ties it to the platform, an Application for each service.
const namespace = new ServiceNamespace("services", namespaceArgs(context, record), after(record));
const inPlace = after(record, namespace, wiring, ...addons);
const project = new ServiceProject("services", projectArgs(context), inPlace);
const ties = new EnvironmentWiring("environment", { redis, project }, context, inPlace);
// Deleted in reverse: Argo CD can only clean up after an Application while its project and namespace exist.
const last = after(...inPlace.dependsOn, project, ties);
const applications = config.services.map(
  (each) => new ServiceApplication(each.name, applicationArgs(each, project, context), last),
);
// Last made and first deleted: a platform that others use is not taken apart.
if (ownsPlatform(context)) {
  new PlatformReady("platform-ready", context, after(...inPlace.dependsOn, ...applications));
}
await endRun();

export const environment = config.environment;
export const namespaceName = namespace.namespaceName;
export const urls = Object.fromEntries(applications.map((app) => [app.applicationName, app.url]));
