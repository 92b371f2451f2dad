import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { environments, type Environment } from "../../config/model.ts";
import { apiVersionsOf } from "../../policy/depths/api-versions.ts";
import { expand, type Renderer } from "../../policy/depths/expand.ts";
import { readExemptions } from "../../policy/exemptions/read.ts";
import { judge, type Judgement, type PolicyConfig } from "../../policy/judge.ts";
import { configProblems } from "../../policy/policy-config.ts";
import { rules } from "../../policy/rules.ts";
import { recordStack } from "../../recorder/record-stack.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { CliError, exitCodes } from "../errors.ts";
import { localFolder, projectFile, root, stackFile } from "../paths.ts";
import { configOf } from "../stack-config.ts";

/** What a check may be told beside the environment. */
export interface PolicyCheckOptions {
  /** Folder of packaged charts, `<name>-<version>.tgz`; no repository is asked then. */
  readonly charts?: string;
  /** File with levels and parameters, as `pulumi --policy-pack-config` takes it. */
  readonly policyConfig?: string;
}

/** Longest that one chart may take to fetch or render, in seconds. */
const timeoutSeconds = 60;

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
  const today = new Date().toISOString().slice(0, 10);
  const terms = { policy, today, exemptions: readExemptions(join(root, "policy"), rules, today) };
  const judgements: Judgement[] = [];
  for (const each of environment === undefined ? environments : [environment]) {
    judgements.push(judge(await stackOf(each, options), rules, terms));
  }
  return judgements;
}

async function stackOf(environment: Environment, options: PolicyCheckOptions) {
  const config = configOf(environment);
  const { resources } = await recordStack({
    projectFile,
    stackFile: stackFile(environment),
    stack: environment,
  });
  const renderer = rendererOf(apiVersionsOf(Object.keys(config.addons)), options.charts);
  const parts = await Promise.all(resources.map((resource) => expand(resource, renderer)));
  return {
    config,
    subjects: parts.flatMap(({ subjects }) => subjects),
    unrendered: parts.flatMap(({ unrendered }) => unrendered),
  };
}

/** What renders charts for a judgement. @param folder of packaged charts; no repository is asked then. */
export function rendererOf(apiVersions: readonly string[], folder: string | undefined): Renderer {
  if (folder !== undefined && !existsSync(folder)) {
    throw new CliError(
      `--charts: there is no folder ${folder}. Give one with packaged charts.`,
      exitCodes.badInput,
    );
  }
  const tools = toolbox(root);
  return {
    helm3: tools.path("helm3"),
    helm4: tools.path("helm4"),
    charts: {
      own: [join(root, "charts", "microservice")],
      ...(folder !== undefined && { folder }),
      cacheFolder: join(localFolder, "charts"),
      timeoutSeconds,
    },
    apiVersions,
    cacheFolder: join(localFolder, "rendered"),
  };
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
