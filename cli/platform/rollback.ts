import { HelmError, runHelm } from "../../manifests/helm.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { CliError } from "../errors.ts";
import { root } from "../paths.ts";
import type { Target } from "../target.ts";

/** Takes a release, `<namespace>/<name>`, back to a revision. */
export type RollBack = (release: string, revision: number) => Promise<void>;

/**
 * Rolls releases of a target back with our own Helm, without waiting for pods: the next upgrade does.
 *
 * Only Helm knows how to take back what a half-made upgrade has set; forgetting that upgrade would leave
 * fields behind that neither the revision before nor the one after speaks of.
 */
export function rollBackOn({ context, kubeconfig }: Target): RollBack {
  return async (release, revision) => {
    const [namespace = "", name = ""] = release.split("/");
    const cluster = [
      ...["--namespace", namespace, "--kube-context", context],
      ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ];
    try {
      const args = ["rollback", name, String(revision), ...cluster, "--no-hooks"];
      await runHelm({ helm: toolbox(root).path("helm3"), args });
    } catch (error) {
      if (!(error instanceof HelmError)) throw error;
      throw new CliError(
        `Helm release ${release}: an interrupted upgrade cannot be rolled back to revision ${revision} ` +
          `(${error.message}). Do it by hand: helm rollback ${name} ${revision} --namespace ${namespace}`,
      );
    }
  };
}
