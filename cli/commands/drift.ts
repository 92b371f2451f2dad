import { execFile } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import type { Environment } from "../../config/model.ts";
import { CliError } from "../errors.ts";
import { githubFrom } from "../github/api.ts";
import type { Posted } from "../github/sticky-comment.ts";
import { closeSticky, openSticky } from "../github/sticky-issue.ts";
import { isGood, type ServiceStatus } from "../status/model.ts";
import { findTarget, type TargetOptions } from "../target.ts";
import { pulumiCall, type PulumiCall } from "./pulumi.ts";
import { status } from "./status.ts";

/** In what a cluster differs from what is declared. */
export interface Drift {
  readonly environment: Environment;
  /** What Pulumi would change to bring its objects back, in its own words; empty when nothing. */
  readonly pulumi: string;
  /** Services that Argo CD does not call Synced and Healthy. */
  readonly services: readonly ServiceStatus[];
}

/**
 * Compares an environment with its cluster: Pulumi reads every object again and says what it would change,
 * Argo CD says what differs from the charts. Changes nothing.
 *
 * @throws CliError when the cluster or the state cannot be read: that is not the same as no drift.
 */
export async function drift(environment: Environment, options: TargetOptions): Promise<Drift> {
  const target = await findTarget(environment, options);
  const args = ["preview", "--refresh", "--diff", "--expect-no-changes", "--non-interactive"];
  const found = await run(pulumiCall(target, [...args, "--color", "never"]));
  const { services } = await status(environment, undefined, options);
  return { environment, pulumi: pulumiDrift(found), services: services.filter((s) => !isGood(s)) };
}

/** What a command printed and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/**
 * What Pulumi would change, from a preview that expects nothing.
 *
 * @throws CliError when the preview failed for another reason.
 */
export function pulumiDrift({ code, output }: Ended): string {
  if (code === 0) return "";
  const words = stripVTControlCharacters(output).trim();
  if (/no changes were expected but changes/.test(words)) return words;
  throw new CliError(`pulumi preview: failed (exit code ${String(code)}).\n${words}`);
}

function run({ command, args, cwd, env }: PulumiCall): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 1 << 28 };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: `${stdout}\n${stderr || (error?.message ?? "")}` });
    });
  });
}

/** True when cluster and declaration agree. */
export function isDrifted({ pulumi, services }: Drift): boolean {
  return pulumi !== "" || services.length > 0;
}

const mostOfAnIssue = 60_000;

/** The drift as text for people; for an issue in Markdown. */
export function driftText({ environment, pulumi, services }: Drift): string {
  const rows = services.map(
    ({ service, sync, health, reasons }) =>
      `- ${service}: ${sync}, ${health}${reasons.length > 0 ? `. ${reasons.join(" ")}` : ""}`,
  );
  // Pulumi's words may hold a fence of three.
  const changes = pulumi === "" ? [] : ["", "Pulumi would change:", "", "````text", pulumi, "````"];
  return [`The cluster of ${environment} is not what its branch says.`, "", ...rows, ...changes]
    .join("\n")
    .slice(0, mostOfAnIssue);
}

/** Opens or updates the one issue about this environment, or closes it when the drift is gone. */
export function reportDrift(
  found: Drift,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Posted | undefined> {
  const github = githubFrom(environment);
  const name = `drift-${found.environment}`;
  if (!isDrifted(found)) return closeSticky(github, name);
  return openSticky(github, { name, title: `Drift: ${found.environment}`, text: driftText(found) });
}
