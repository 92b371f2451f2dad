import { connectCluster } from "./components/cluster.ts";
import { ServiceApplication } from "./components/argocd/service-application.ts";
import { ServiceProject } from "./components/argocd/service-project.ts";
import { serviceValues } from "./components/argocd/service-values.ts";
import { refuseForeign as foreignRefusal } from "./components/ownership.ts";
import { ServiceNamespace } from "./components/service-namespace.ts";
import { loadConfig } from "./config/load.ts";

const config = loadConfig();
const { addons, environment: stack } = config;
const provider = await connectCluster(config.cluster);
const refuseForeign = foreignRefusal({
  stack,
  context: config.cluster.context,
  adopt: config.adopt,
});

const namespace = new ServiceNamespace(
  "services",
  {
    namespace: config.namespace,
    stack,
    quota: config.quota,
    profile: config.profile,
    istioNamespace: addons.istio?.namespace,
    monitoringNamespace: addons.prometheus?.namespace,
    refuseForeign,
  },
  { provider },
);

const project = new ServiceProject(
  "services",
  {
    environment: stack,
    argoNamespace: addons.argoCd.namespace,
    targetNamespace: namespace.namespaceName,
    chartRepositories: config.services.map((service) => service.chart.repository),
    refuseForeign,
  },
  { provider },
);

// Deleted in reverse: Argo CD can only clean up after an Application while its project and namespace exist.
const applications = config.services.map(
  (service) =>
    new ServiceApplication(
      service.name,
      {
        service: service.name,
        description: service.description,
        host: service.host,
        environment: stack,
        applicationName: service.applicationName,
        project: project.projectName,
        argoNamespace: addons.argoCd.namespace,
        targetNamespace: namespace.namespaceName,
        chart: service.chart,
        values: serviceValues(service, config),
        sync: config.sync,
        autoscaled: service.profile.autoscaling !== undefined,
        awaitHealthy: config.awaitHealthy && service.usesPlatformChart,
        refuseForeign,
      },
      { provider, dependsOn: [namespace, project] },
    ),
);

export const environment = config.environment;
export const namespaceName = namespace.namespaceName;
export const urls = Object.fromEntries(applications.map((app) => [app.applicationName, app.url]));
