import { KubeConfig } from "@kubernetes/client-node";

import { CliError, exitCodes } from "./errors.ts";

/**
 * The kubeconfig of a cluster with its context chosen; never the current context.
 *
 * @throws CliError when the file cannot be read or has no such context.
 */
export function kubeConfigFor(target: { context: string; kubeconfig?: string }): KubeConfig {
  const config = new KubeConfig();
  try {
    if (target.kubeconfig === undefined) {
      config.loadFromDefault();
    } else {
      config.loadFromFile(target.kubeconfig);
    }
  } catch (error) {
    throw new CliError(
      `kubeconfig: cannot be read (${error instanceof Error ? error.message : String(error)}). ` +
        "Check the file that KUBECONFIG names.",
      exitCodes.badInput,
    );
  }
  const names = config.getContexts().map((context) => context.name);
  if (!names.includes(target.context)) {
    throw new CliError(
      `kubeconfig: no such context (found "${target.context}"). ` +
        `Contexts there are ${names.length === 0 ? "none" : names.join(", ")}.`,
      exitCodes.badInput,
    );
  }
  config.setCurrentContext(target.context);
  return config;
}
