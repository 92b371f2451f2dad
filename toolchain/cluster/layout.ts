import { join } from "node:path";

/** Where each thing of one cluster lies. Everything a cluster writes is inside its folder. */
export interface Layout {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly status: string;
  readonly ports: string;
  readonly spec: string;
  readonly lock: string;
  /** Links to the tools, so that every process carries this folder in its command line. */
  readonly bin: string;
  readonly logs: string;
  readonly pki: string;
  readonly etcd: string;
  readonly charts: string;
  readonly kwokConfig: string;
  readonly argocd: string;
  /** What a pod of Alertmanager mounts, Secrets included, and what it stores. */
  readonly alertmanager: string;
  readonly home: string;
  readonly temporary: string;
}

/** The places inside `folder`, an absolute path. */
export function layoutOf(folder: string): Layout {
  const at = (name: string): string => join(folder, name);
  return {
    folder,
    kubeconfig: at("kubeconfig"),
    status: at("status.json"),
    ports: at("ports.json"),
    spec: at("spec.json"),
    lock: at("start.lock"),
    bin: at("bin"),
    logs: at("logs"),
    pki: at("pki"),
    etcd: at("etcd"),
    charts: at("charts"),
    kwokConfig: at("kwok.yaml"),
    argocd: at("argocd"),
    alertmanager: at("alertmanager"),
    home: at("home"),
    temporary: at("tmp"),
  };
}
