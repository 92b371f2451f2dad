import { join } from "node:path";

import { toolbox } from "../toolchain/toolbox.ts";
import { root } from "./paths.ts";
import type { Target } from "./target.ts";

const setByToolbox = ["PULUMI_HOME", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"];

/** Folder of the state of a local or context run. */
export function stateFolder(runFolder: string): string {
  return join(runFolder, "state");
}

/** File with the throw-away passphrase of a local or context run. */
export function passphraseFile(runFolder: string): string {
  return join(runFolder, "passphrase");
}

/** Folder of what the engine of a run writes for the moment. */
export function temporaryFolder(runFolder: string): string {
  return join(runFolder, "tmp");
}

/**
 * What is different in the environment of every engine process for a target; undefined removes.
 *
 * For a local or context run everything that could reach a real state is replaced or removed: each
 * `PULUMI_…` variable of the person's, so backend, account, home folder with its logins, stack and
 * passphrase, and for a local run the kubeconfig. Removed, not emptied: the engine takes an empty
 * PULUMI_CONFIG_PASSPHRASE for a passphrase (secrets/passphrase/manager.go).
 */
export function engineEnvironment(target: Target): NodeJS.ProcessEnv {
  if (target.folder === undefined) {
    return always;
  }
  return {
    ...toolbox(root).environment(),
    ...throwAwayEnvironment(target.folder, target.kubeconfig),
  };
}

const always = {
  // So that the cluster guard also runs on destroy and refresh.
  PULUMI_RUN_PROGRAM: "true",
  PULUMI_SKIP_UPDATE_CHECK: "1",
  // Engine and provider run for seconds: collecting a quarter as often is quicker, for 100 MB more.
  GOGC: process.env["GOGC"] ?? "400",
};

/** The same of a state below a folder, whichever engine is used; the person's own state is out of reach. */
export function throwAwayEnvironment(folder: string, kubeconfig?: string): NodeJS.ProcessEnv {
  return {
    ...withoutForeign(),
    ...always,
    PULUMI_BACKEND_URL: `file://${stateFolder(folder)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(folder),
    // The provider leaves kubeconfigs there, keys included (provider.go, Configure).
    TMPDIR: temporaryFolder(folder),
    // A try on a throw-away stack is of no branch (components/branch-guard.ts), also in CI.
    GITHUB_ACTIONS: undefined,
    ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }),
  };
}

/** Removes each variable of the engine's that the toolbox has not set itself. */
function withoutForeign(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter(
    (name) => name.startsWith("PULUMI_") && !setByToolbox.includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
