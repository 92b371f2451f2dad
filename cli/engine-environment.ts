import { join } from "node:path";

import { toolbox } from "../toolchain/toolbox.ts";
import { root } from "./paths.ts";
import type { Target } from "./target.ts";

/** Variables that would point an engine at somebody's real backend, account or stack. */
const foreign = ["PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "PULUMI_CONFIG", "PULUMI_CONFIG_PASSPHRASE"];

/** Folder of the state of a local or context run. */
export function stateFolder(runFolder: string): string {
  return join(runFolder, "state");
}

/** File with the throw-away passphrase of a local or context run. */
export function passphraseFile(runFolder: string): string {
  return join(runFolder, "passphrase");
}

/**
 * Environment of every engine process for a target.
 *
 * For a local or context run everything that could reach a real state is replaced: backend, home
 * folder with its logins, passphrase and, for a local run, the kubeconfig.
 */
export function engineEnvironment(target: Target): Record<string, string> {
  const environment: Record<string, string> = {
    // So that the cluster guard also runs on destroy and refresh.
    PULUMI_RUN_PROGRAM: "true",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  if (target.folder === undefined) {
    return environment;
  }
  return {
    ...defined(toolbox(root).environment()),
    ...Object.fromEntries(foreign.map((name) => [name, ""])),
    ...environment,
    PULUMI_BACKEND_URL: `file://${stateFolder(target.folder)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(target.folder),
    ...(target.kubeconfig !== undefined && { KUBECONFIG: target.kubeconfig }),
  };
}

function defined(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
