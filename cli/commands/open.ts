import type { Config, Environment, ManagementToolName } from "../../config/model.ts";
import { managementTools } from "../../config/platform-model.ts";
import { didYouMean } from "../../config/suggest.ts";
import { CliError, exitCodes } from "../errors.ts";
import { kubeConfigFor } from "../kube.ts";
import { configOf } from "../stack-config.ts";
import { toolAccess, type ToolAccess } from "../status/tools.ts";
import { findTarget, type TargetOptions } from "../target.ts";
import { toolLogin, type ToolLogin } from "../tool-login.ts";

export interface OpenOptions extends TargetOptions {
  /** Also say how to log in, with the first password where there still is one. */
  readonly login?: boolean;
}

/** How one tool is opened here and now. */
export interface OpenResult extends ToolAccess {
  /** Present when it was asked for. */
  readonly account?: ToolLogin;
}

/**
 * How a tool of an environment is opened: its address, or the command that leads to it.
 *
 * @throws CliError when there is no such tool here, or the cluster does not say how to log in.
 */
export async function open(
  tool: string,
  environment: Environment,
  { login, ...options }: OpenOptions,
): Promise<OpenResult> {
  const name = toolNamed(tool);
  const target = await findTarget(environment, options);
  const config = configOf(environment, target.stackFile);
  const access = toolAccess(config, target.context).find((each) => each.name === name);
  if (access === undefined) throw notThere(name, config);
  if (login !== true) return access;
  const isSimulated = target.kind === "local";
  const account = await toolLogin(name, { kube: kubeConfigFor(target), config, isSimulated });
  return { ...access, account };
}

function toolNamed(name: string): ManagementToolName {
  const known = managementTools.find((each) => each === name);
  if (known !== undefined) return known;
  throw new CliError(
    `tool: there is no tool "${name}".${didYouMean(name, [...managementTools])} ` +
      `Tools are ${managementTools.join(", ")}.`,
    exitCodes.badInput,
  );
}

function notThere(name: ManagementToolName, { environment, platform, tools }: Config): CliError {
  const there = tools.map((tool) => tool.name);
  return new CliError(
    `${name}: is not installed by ${platform.owner}, whose platform ${environment} uses ` +
      `(found ${there.length === 0 ? "no tool" : there.join(", ")}). ` +
      `Install it: msa:addons in Pulumi.${platform.owner}.yaml.`,
    exitCodes.badInput,
  );
}
