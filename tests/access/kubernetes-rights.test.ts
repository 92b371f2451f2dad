import assert from "node:assert/strict";

import {
  AuthorizationV1Api,
  CoreV1Api,
  KubernetesObjectApi,
  type KubernetesObject,
  type V1ResourceAttributes,
} from "@kubernetes/client-node";

import { EnvironmentAccess } from "../../components/access/environment-access.ts";
import { platformContext } from "../../components/platform/context.ts";
import {
  kubernetesPlaces,
  kubernetesRights,
  kubernetesRoles,
  type KubernetesPlace,
  type KubernetesRole,
} from "../../config/access/kubernetes-rights.ts";
import { isAllowed, verdictOf, type RightSetting } from "../../config/access/verdict.ts";
import type { Config } from "../../config/model.ts";
import { startCluster } from "../../toolchain/cluster/cluster.ts";
import { recordComponent } from "../support/record-component.ts";
import { sampleConfig, sampleService } from "../support/sample-config.ts";
import { discard, kubeConfigOf, specOf, until } from "../toolchain/cluster/test-cluster.ts";

/** Two environments on one cluster, apart by what their configuration gives. */
const narrow = environment("development", "microservices-dev", { developersMay: [] });
const wide = environment("staging", "microservices-staging", {
  developersMay: ["sync", "logs"],
  exec: true,
});

function environment(
  name: "development" | "staging",
  namespace: string,
  access: Partial<Config["access"]>,
): Config {
  const services = ["user-service", "order-service"].map((service) =>
    sampleService({ name: service, applicationName: `${service}-${name}` }),
  );
  const config = sampleConfig({ environment: name, namespace, services });
  return { ...config, access: { ...config.access, ...access } };
}

/** Who somebody of a role is to the API server of an environment's cluster. */
function identity(role: KubernetesRole, { environment: name }: Config) {
  const everybody = "system:authenticated";
  const person = (group: string) => ({ user: "somebody", groups: [group, everybody] });
  const account = (of: string) => ({
    user: `system:serviceaccount:msa-ci-${name}:${of}`,
    groups: ["system:serviceaccounts", `system:serviceaccounts:msa-ci-${name}`, everybody],
  });
  const identities = {
    nobody: person("somebody-else"),
    developer: person("msa-developers"),
    admin: person("msa-admins"),
    clusterAdmin: person("jclee-admins"),
    deployer: account("deployer"),
    platform: account("platform"),
  };
  return identities[role];
}

/** A right as the API server is asked for it. */
function attributes(
  verb: string,
  resource: string,
  at: KubernetesPlace,
  { environment: name, namespace }: Config,
): V1ResourceAttributes {
  const [plain = "", subresource = ""] = resource.split("/");
  const [plural = "", ...group] = plain.split(".");
  const place = kubernetesPlaces[at];
  const filled = (text: string) =>
    text
      .replace("{argo}", "argocd")
      .replace("{application}", `user-service-${name}`)
      .replace("{project}", `msa-${name}`)
      .replace("{services}", namespace)
      .replace("{other}", "microservices-elsewhere")
      .replace("{accounts}", `msa-ci-${name}`);
  return {
    verb,
    resource: plural,
    group: group.join("."),
    subresource,
    namespace: filled(place.namespace),
    name: filled(place.name),
  };
}

describe("the rights in Kubernetes, at a real API server", function () {
  this.timeout(180_000);
  const spec = specOf("access");
  let authorization: AuthorizationV1Api;
  let core: CoreV1Api;

  before(async () => {
    const kube = kubeConfigOf(await startCluster(spec, () => undefined));
    authorization = kube.makeApiClient(AuthorizationV1Api);
    core = kube.makeApiClient(CoreV1Api);
    const objects = KubernetesObjectApi.makeApiClient(kube);
    for (const name of ["argocd", narrow.namespace, wide.namespace]) {
      await core.createNamespace({ body: { metadata: { name } } });
    }
    for (const config of [narrow, wide]) {
      for (const object of await objectsOf(config)) await objects.create(object);
    }
    // The API server looks at what it has stored a moment later.
    for (const config of [narrow, wide]) {
      for (const role of ["developer", "admin", "clusterAdmin", "deployer", "platform"] as const) {
        const own = attributes("get", "applications.argoproj.io", "ownApplication", config);
        await until(async () => (await allows(role, config, own)) || undefined);
      }
    }
  });

  after(() => discard(spec));

  /** What the program makes for an environment; what must be there before it is first. */
  async function objectsOf(config: Config): Promise<KubernetesObject[]> {
    const { resources, error } = await recordComponent(
      () => new EnvironmentAccess("access", platformContext(config)),
    );
    assert.equal(error, undefined);
    const objects = resources
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ inputs }) => inputs as KubernetesObject);
    const isNamespace = ({ kind }: KubernetesObject) => kind === "Namespace";
    return [...objects.filter(isNamespace), ...objects.filter((object) => !isNamespace(object))];
  }

  async function allows(
    role: KubernetesRole,
    config: Config,
    resourceAttributes: V1ResourceAttributes,
  ): Promise<boolean> {
    const { status } = await authorization.createSubjectAccessReview({
      body: { spec: { ...identity(role, config), resourceAttributes } },
    });
    assert.equal(status?.evaluationError, undefined);
    return status?.allowed ?? false;
  }

  const variants: readonly [string, Config, readonly RightSetting[]][] = [
    ["with nothing added", narrow, []],
    ["with everything added", wide, ["sync", "logs", "exec"]],
  ];
  for (const [name, config, settings] of variants) {
    describe(`of an environment ${name}`, () => {
      for (const { verb, resource, at, verdicts } of kubernetesRights) {
        const roles = kubernetesRoles.filter((role) =>
          isAllowed(verdictOf(verdicts, role), settings),
        );
        it(`let ${verb} ${resource} ${kubernetesPlaces[at].words}: ${roles.join(", ")}`, async () => {
          const asked = attributes(verb, resource, at, config);
          const allowed = await Promise.all(
            kubernetesRoles.map(async (role) =>
              (await allows(role, config, asked)) ? [role] : [],
            ),
          );
          assert.deepEqual(allowed.flat(), roles);
        });
      }

      it("are those of one environment: its accounts may do nothing to the other's Applications", async () => {
        const other = config === narrow ? wide : narrow;
        const asked = attributes("patch", "applications.argoproj.io", "ownApplication", other);
        assert.equal(await allows("deployer", config, asked), false);
      });
    });
  }

  it("let no pod run with an account of CI", async () => {
    const pod = {
      metadata: { name: "thief", namespace: "msa-ci-staging" },
      spec: {
        serviceAccountName: "platform",
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "thief",
            image: "registry.example.com/thief:1.0.0",
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
      },
    };
    await until(async () => {
      const quota = await core.readNamespacedResourceQuota({
        name: "no-pods",
        namespace: "msa-ci-staging",
      });
      return quota.status?.hard?.["pods"];
    });
    await assert.rejects(
      core.createNamespacedPod({ namespace: "msa-ci-staging", body: pod }),
      /exceeded quota: no-pods/,
    );
  });
});
