import { existsSync, readFileSync } from "node:fs";

import { environments, type Environment } from "../../config/model.ts";
import type { Judgement, PolicyConfig, Terms } from "../../policy/judge.ts";
import { configProblems } from "../../policy/policy-config.ts";
import { rules } from "../../policy/rules.ts";
import { recordStack } from "../../recorder/record-stack.ts";
import { CliError, exitCodes } from "../errors.ts";
import { projectFile, root, stackFile } from "../paths.ts";
import { judgeRecording } from "../policy/judge-recording.ts";
import { policyRenderer } from "../policy/renderer.ts";
import { policyTerms } from "../policy/terms.ts";
import { configOf } from "../stack-config.ts";

/** What a check may be told beside the environment. */
export interface PolicyCheckOptions {
  /** Folder of packaged charts, `<name>-<version>.tgz`; no repository is asked then. */
  readonly charts?: string;
  /** File with levels and parameters, as `pulumi --policy-pack-config` takes it. */
  readonly policyConfig?: string;
}

/**
 * Judges environments at all three depths from the recorded program: no engine, cluster or state.
 *
 * @param environment all three when absent.
 * @throws CliError for a wrong policy configuration · ExemptionError · ConfigError.
 */
export async function policyCheck(
  environment: Environment | undefined,
  options: PolicyCheckOptions,
): Promise<readonly Judgement[]> {
  const policy = readPolicyConfig(options.policyConfig);
  const terms = policyTerms(root, policy);
  const judgements: Judgement[] = [];
  for (const each of environment === undefined ? environments : [environment]) {
    judgements.push(await judged(each, options.charts, terms));
  }
  return judgements;
}

async function judged(environment: Environment, charts: string | undefined, terms: Terms) {
  if (charts !== undefined && !existsSync(charts)) {
    throw new CliError(
      `--charts: there is no folder ${charts}. Give one with packaged charts.`,
      exitCodes.badInput,
    );
  }
  const config = configOf(environment);
  const files = { projectFile, stackFile: stackFile(environment), stack: environment };
  const renderer = policyRenderer({
    addons: Object.keys(config.addons),
    ...(charts !== undefined && { charts }),
  });
  const { resources } = await recordStack(files);
  return judgeRecording(config, resources, renderer, terms);
}

function readPolicyConfig(file: string | undefined): PolicyConfig {
  if (file === undefined) return {};
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `${file}: is not a readable JSON file (${words}). Correct it.`,
      exitCodes.badInput,
    );
  }
  const problems = configProblems(read, rules);
  if (problems.length > 0) {
    throw new CliError(problems.map((each) => `${file}: ${each}`).join("\n"), exitCodes.badInput);
  }
  return read as PolicyConfig;
}
