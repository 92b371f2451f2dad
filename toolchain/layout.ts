import path from "node:path";

/** Where the toolchain keeps its files, all under the ignored folder of one checkout. */
export interface Layout {
  /** The checkout. */
  readonly root: string;
  /** Holds everything below; safe to delete while nothing runs. */
  readonly folder: string;
  /** One executable per tool, named as in `ToolName`. */
  readonly bin: string;
  /** `<tool>.log`: what its last build wrote. */
  readonly logs: string;
  /** `<tool>.json`: what the executable in place was made from. */
  readonly stamps: string;
  /** `<source>/<crd>.yaml`: one CustomResourceDefinition a file. */
  readonly crds: string;
  /** Holds `helm`, Helm 4: Argo CD's repo-server looks for that name on PATH. */
  readonly helm: string;
  /** PULUMI_HOME of local runs: the provider plugin, and nothing of the user's own. */
  readonly pulumiHome: string;
  /** Held by the one build that may write. */
  readonly lock: string;
}

/** The folders of the checkout at `root`; none of them need exist. */
export function layout(root: string): Layout {
  const folder = path.join(root, ".msa", "toolchain");
  return {
    root,
    folder,
    bin: path.join(folder, "bin"),
    logs: path.join(folder, "logs"),
    stamps: path.join(folder, "stamps"),
    crds: path.join(folder, "crds"),
    helm: path.join(folder, "helm"),
    pulumiHome: path.join(folder, "pulumi-home"),
    lock: path.join(folder, "lock"),
  };
}

/** This folder: where the pinned Go modules are, one subfolder each. */
export const modulesFolder = import.meta.dirname;
