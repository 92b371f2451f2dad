import { gzipSync } from "node:zlib";

import { refusal, type Answering } from "../fake-server.ts";

/** Objects of an API server by path, such as `/api/v1/namespaces/shop/secrets/a`; a test may change them. */
export type Objects = Map<string, object>;

const kinds: Readonly<Record<string, readonly [kind: string, namespaced: boolean][]>> = {
  "/api/v1": [
    ["ConfigMap", true],
    ["Secret", true],
  ],
  "/apis/rbac.authorization.k8s.io/v1": [["ClusterRole", false]],
};

/** An API server that lists, reads and deletes the objects it is given, and knows a few kinds by discovery. */
export function clusterOf(objects: Objects): Answering {
  return (url, { method }) => {
    const path = url.replace(/\?.*$/, "");
    const known = kinds[path];
    if (known !== undefined) return { body: resourceList(known) };
    const object = objects.get(path);
    if (method === "DELETE" && object !== undefined) objects.delete(path);
    if (object !== undefined) return { body: object };
    const isList = /\/(secrets|things|customresourcedefinitions|namespaces)$/.test(path);
    if (!isList) return refusal(404, `${path} not found`);
    const below = [...objects].filter(([key]) => key.replace(/\/[^/]+$/, "") === path);
    return { body: { apiVersion: "v1", kind: "List", items: below.map(([, each]) => each) } };
  };
}

function resourceList(known: readonly [string, boolean][]): object {
  const resources = known.map(([kind, namespaced]) => ({
    kind,
    namespaced,
    name: `${kind.toLowerCase()}s`,
  }));
  return { kind: "APIResourceList", groupVersion: "v1", resources };
}

/** A revision of a release as Helm keeps it. */
export interface SecretOfHelm {
  readonly name?: string;
  readonly namespace?: string;
  readonly revision?: number;
  readonly status?: string;
  readonly description?: string;
  readonly manifest?: string;
  /** Files of the chart by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Helm's record of a revision: JSON, gzip, base64, and the base64 of every Secret. */
export function helmSecret({
  name = "web",
  namespace = "shop",
  revision = 1,
  status = "deployed",
  description = "",
  manifest = "",
  files = {},
}: SecretOfHelm = {}): { metadata: { name: string }; data: { release: string } } {
  const release = {
    name,
    namespace,
    version: revision,
    info: { status, description },
    manifest,
    chart: {
      files: Object.entries(files).map(([file, text]) => ({
        name: file,
        data: Buffer.from(text).toString("base64"),
      })),
    },
  };
  const helms = gzipSync(JSON.stringify(release)).toString("base64");
  const labels = { owner: "helm", name, status, version: String(revision) };
  return {
    metadata: { name: `sh.helm.release.v1.${name}.v${revision}`, namespace, labels } as {
      name: string;
    },
    data: { release: Buffer.from(helms).toString("base64") },
  };
}

/** Objects with the given revisions among them. */
export function releases(...revisions: readonly SecretOfHelm[]): Objects {
  return new Map(
    revisions.map((each) => {
      const secret = helmSecret(each);
      const { namespace = "shop" } = each;
      return [`/api/v1/namespaces/${namespace}/secrets/${secret.metadata.name}`, secret];
    }),
  );
}

/** The annotations Helm puts on every object of a release. */
export function ofRelease(name = "web", namespace = "shop") {
  return { "meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace };
}

/** A definition of `things.example.com`, as the API server shows it. */
export const thingsDefinition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "things.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "things", kind: "Thing" },
    versions: [
      { name: "v1alpha1", served: false, storage: false },
      { name: "v1", served: true, storage: true },
    ],
  },
};
export const thingsPath =
  "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.com";

/** The same as a chart writes it. */
export const thingsYaml =
  "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n" +
  "  annotations:\n    helm.sh/resource-policy: keep\n  name: things.example.com\nspec:\n  group: example.com\n";
