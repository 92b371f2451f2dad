import type { AddonName, Config } from "../../config/model.ts";

/** A password that the engine makes up when it creates the Secret; nobody sets it. */
export interface GeneratedSecret {
  readonly name: string;
  readonly purpose: string;
  readonly usedBy: readonly string[];
  /** The Secret that has it, `<namespace>/<name>`. */
  readonly secret: string;
}

/** What components/ makes with GeneratedSecret, by the add-on it comes with. */
const made: readonly (Omit<GeneratedSecret, "secret"> & {
  readonly addon: Extract<AddonName, "argoCd" | "grafana" | "oauth2Proxy" | "redis">;
  readonly secretName: string;
})[] = [
  {
    name: "argo-cd/redis",
    purpose: "password of Argo CD's cache",
    usedBy: ["Argo CD"],
    addon: "argoCd",
    secretName: "argocd-redis",
  },
  {
    name: "grafana/admin",
    purpose: "password of Grafana's user admin",
    usedBy: ["Grafana"],
    addon: "grafana",
    secretName: "grafana-admin",
  },
  {
    name: "oauth2-proxy/cookie",
    purpose: "key that encrypts the login's cookie",
    usedBy: ["oauth2-proxy"],
    addon: "oauth2Proxy",
    secretName: "oauth2-proxy-cookie",
  },
  {
    name: "redis/password",
    purpose: "password of Redis",
    usedBy: ["Redis"],
    addon: "redis",
    secretName: "redis-password",
  },
];

/** The secrets that this environment's stack makes up by itself; none for an add-on it does not install. */
export function generatedSecrets({ addons, services }: Config): readonly GeneratedSecret[] {
  return made.flatMap(({ addon, secretName, usedBy, ...known }) => {
    const there = addons[addon];
    if (there?.install !== true) return [];
    const cached = services.filter(({ cache }) => cache?.redis !== undefined);
    const users = addon === "redis" ? [...usedBy, ...cached.map(({ name }) => name)] : usedBy;
    return [{ ...known, usedBy: users, secret: `${there.namespace}/${secretName}` }];
  });
}
