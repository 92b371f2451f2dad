import type { AuthorizationV1Api, CustomObjectsApi, CoreV1Api } from "@kubernetes/client-node";

import { kubeClient, kubeConfigOf } from "../kube-client.ts";

/** What somebody wants to do to one object. */
export interface Wish {
  readonly verb: "create" | "patch" | "delete";
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A right that is missing, and who lacks it. */
export interface MissingRight {
  /** User of the kubeconfig, such as `system:serviceaccount:msa-ci-production:deployer`. */
  readonly user: string;
  /** `patch resourcequotas in namespace microservices`. */
  readonly right: string;
}

interface Clients {
  readonly authorization: AuthorizationV1Api;
  readonly custom: CustomObjectsApi;
  readonly core: CoreV1Api;
  readonly user: () => Promise<string>;
}

/**
 * The rights that the account of a kubeconfig context has, as the API server itself says. What does not
 * change while a program runs is asked once.
 */
export class OwnRights {
  readonly #context: string;
  readonly #plurals = new Map<string, Promise<ReadonlyMap<string, string>>>();
  #clients: Promise<Clients> | undefined;
  #isUnlimited: Promise<boolean> | undefined;

  constructor(context: string) {
    this.#context = context;
  }

  /** Whether the account may do everything. */
  isUnlimited(): Promise<boolean> {
    this.#isUnlimited ??= this.#may({ verb: "*", group: "*", resource: "*" });
    return this.#isUnlimited;
  }

  /**
   * The right that is missing for a wish; undefined when it is there.
   *
   * A kind that the cluster does not know is not looked up: the engine says what is wrong with it.
   */
  async missing(wish: Wish): Promise<MissingRight | undefined> {
    if (await this.isUnlimited()) return undefined;
    const group = wish.apiVersion.includes("/") ? (wish.apiVersion.split("/")[0] ?? "") : "";
    const resource = await this.#plural(wish.apiVersion, wish.kind);
    if (resource === undefined) return undefined;
    const { verb, namespace, name } = wish;
    const asked = {
      ...{ verb, group, resource },
      ...(namespace !== undefined && { namespace }),
      // Before it is there an object has no name that a right could be about.
      ...(verb !== "create" && { name }),
    };
    if (await this.#may(asked)) return undefined;
    const { user } = await this.#connected();
    return {
      user: await user(),
      right:
        `${verb} ${group === "" ? resource : `${resource}.${group}`}` +
        (namespace === undefined ? "" : ` in namespace ${namespace}`),
    };
  }

  async #may(resourceAttributes: Readonly<Record<string, string>>): Promise<boolean> {
    const { authorization } = await this.#connected();
    const { status } = await authorization.createSelfSubjectAccessReview({
      body: { spec: { resourceAttributes } },
    });
    return status?.allowed === true;
  }

  /** `resourcequotas` of `ResourceQuota`. */
  async #plural(apiVersion: string, kind: string): Promise<string | undefined> {
    const known = this.#plurals.get(apiVersion) ?? this.#pluralsOf(apiVersion);
    this.#plurals.set(apiVersion, known);
    return (await known).get(kind);
  }

  async #pluralsOf(apiVersion: string): Promise<ReadonlyMap<string, string>> {
    const { core, custom } = await this.#connected();
    const [group = "", version = ""] = apiVersion.split("/");
    const listed =
      version === "" ? core.getAPIResources() : custom.getAPIResources({ group, version });
    const resources = await listed.then(
      (list) => list.resources,
      () => [],
    );
    return new Map(
      resources.filter(({ name }) => !name.includes("/")).map(({ kind, name }) => [kind, name]),
    );
  }

  #connected(): Promise<Clients> {
    this.#clients ??= connect(this.#context);
    return this.#clients;
  }
}

async function connect(context: string): Promise<Clients> {
  const client = await kubeClient();
  const kube = await kubeConfigOf(context);
  return {
    authorization: kube.makeApiClient(client.AuthorizationV1Api),
    custom: kube.makeApiClient(client.CustomObjectsApi),
    core: kube.makeApiClient(client.CoreV1Api),
    user: async () => {
      const authentication = kube.makeApiClient(client.AuthenticationV1Api);
      const { status } = await authentication.createSelfSubjectReview({ body: {} });
      return status?.userInfo?.username ?? "this account";
    },
  };
}
