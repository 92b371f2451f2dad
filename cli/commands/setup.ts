import type { Config, Environment } from "../../config/model.ts";
import { missingSecrets } from "../../config/secrets/missing.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { applyChanges } from "../apply.ts";
import { CliError, exitCodes } from "../errors.ts";
import type { Changes } from "../engine-run.ts";
import { kubeConfigFor } from "../kube.ts";
import { identityOf } from "../operate/cluster-identity.ts";
import { refuseLacking, type Lacking } from "../operate/setup/lacking.ts";
import { refuseOtherPin, writePin, type Pin } from "../operate/setup/pin.ts";
import { backendOf, makeStack, type Backend } from "../operate/setup/stack.ts";
import { stackFile } from "../paths.ts";
import { refuseMissing } from "../secrets/needs.ts";
import { configOf } from "../stack-config.ts";
import type { Target } from "../target.ts";
import { waitForApplications } from "../wait-for-applications.ts";
import type { Confirm } from "./destroy.ts";
import { secretsSet, type Ask } from "./secrets-set.ts";

export interface SetupOptions {
  /** Context of the person's kubeconfig that leads to the cluster. @default the stack file's */
  readonly context?: string;
  /** How Pulumi encrypts the stack's secrets, such as `awskms://…`; needed to make the stack. */
  readonly secretsProvider?: string;
  /** @default 600 */
  readonly timeoutSeconds?: number;
  readonly confirm: Confirm;
  /** Asks for one line; absent where there is no terminal. */
  readonly askLine?: (question: string) => Promise<string>;
  readonly askSecret: Ask;
}

export interface SetupResult {
  readonly environment: Environment;
  readonly cluster: Pin;
  readonly backend: string;
  /** What this run did; a second one does none of it. */
  readonly did: readonly string[];
  readonly changes: Changes;
}

/**
 * Sets a stack up on its cluster for the first time: finds the cluster, pins it, makes the stack, asks for
 * the secrets without which nothing runs, previews and applies. Each step is left out where it is done.
 *
 * @throws CliError, exit code 2 and nothing written, when something is missing and nobody can be asked.
 */
export async function setup(
  environment: Environment,
  options: SetupOptions,
  progress: Progress,
): Promise<SetupResult> {
  const config = configOf(environment);
  const needs = await found(environment, config, options);
  if (options.askLine === undefined) refuseLacking(environment, needs.lacking);
  const context = needs.context ?? (await asked(options, "Context of the cluster: "));
  const cluster = needs.pin ?? (await pinOf(environment, config, context));
  const { backend } = needs;
  if (backend === undefined) throw notLoggedIn();
  const target: Target = { environment, kind: "stack", context, stackFile: stackFile(environment) };
  const did: string[] = [];
  const provider = options.secretsProvider ?? "";
  const keys = backend.hasStack
    ? {}
    : await makeStack(target, provider || (await asked(options, "Secrets provider: ")));
  if (!backend.hasStack) did.push(`made the stack in ${backend.url}`);
  if (writePin(environment, cluster, keys)) did.push(`pinned it to the cluster ${cluster.uid}`);
  for (const { name } of missingSecrets(configOf(environment))) {
    await secretsSet(environment, name, {}, options.askSecret);
    did.push(`set ${name}`);
  }
  for (const each of did) progress.line(`Set up: ${each}.`);
  const changes = await firstApply(target, options, progress);
  return { environment, cluster, backend: backend.url, did, changes };
}

interface Needs {
  readonly context?: string;
  readonly pin?: Pin;
  readonly backend: Backend | undefined;
  readonly lacking: readonly Lacking[];
}

/** What is there and what is missing; nothing is written. */
async function found(
  environment: Environment,
  config: Config,
  { context: chosen, secretsProvider }: SetupOptions,
): Promise<Needs> {
  const context = chosen ?? knownContext(config);
  const lacking: Lacking[] = [];
  const missing = missingSecrets(config);
  const command = `./msa setup ${environment}`;
  const pin = context === undefined ? undefined : await pinOf(environment, config, context);
  if (context === undefined) {
    const what = `--context: which cluster (found no context "${config.cluster.context}")`;
    lacking.push({ what, command: `${command} --context <context>` });
  }
  const file = stackFile(environment);
  const backend = await backendOf({ environment, kind: "stack", context: "", stackFile: file });
  lacking.push(...lackingStack(environment, backend, missing.length > 0, secretsProvider));
  for (const { name, purpose } of missing) {
    const set = `./msa secrets set ${environment} ${name} < <file>`;
    lacking.push({ what: `${name}: is not set (${purpose})`, command: set });
  }
  return { ...(context !== undefined && { context }), ...(pin && { pin }), backend, lacking };
}

/** What it takes to have the stack. */
function lackingStack(
  environment: Environment,
  backend: Backend | undefined,
  needsSecrets: boolean,
  provider?: string,
): Lacking[] {
  if (backend === undefined) {
    return [{ what: "backend: you are logged in to none", command: "pulumi login <url>" }];
  }
  if (backend.hasStack) return [];
  if (needsSecrets) {
    const what = `stack: is not in ${backend.url} yet, and secrets are encrypted with its key`;
    const init = `pulumi stack init ${environment} --secrets-provider`;
    return [{ what, command: `${init} ${provider ?? "<provider>"}` }];
  }
  if (provider !== undefined) return [];
  const what = `--secrets-provider: the stack is not in ${backend.url} yet`;
  return [{ what, command: `./msa setup ${environment} --secrets-provider <provider>` }];
}

/** The stack file's context, when the kubeconfig has it. */
function knownContext({ cluster: { context } }: Config): string | undefined {
  try {
    kubeConfigFor({ context });
    return context;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return undefined;
  }
}

async function pinOf(environment: Environment, { cluster }: Config, context: string): Promise<Pin> {
  const pin = { context, uid: await identityOf(kubeConfigFor({ context }), context) };
  refuseOtherPin(environment, cluster, pin);
  return pin;
}

async function asked({ askLine }: SetupOptions, question: string): Promise<string> {
  const answer = ((await askLine?.(question)) ?? "").trim();
  if (answer !== "") return answer;
  throw new CliError("setup: nothing was entered, so it was stopped.", exitCodes.badInput);
}

function notLoggedIn(): CliError {
  return new CliError(
    "backend: you are logged in to none, so there is nowhere to keep the state. Log in: pulumi login <url> " +
      "(docs/how-to/choose-backend-and-secrets.md). Nothing was written.",
    exitCodes.badInput,
  );
}

async function firstApply(
  target: Target,
  { confirm, timeoutSeconds = 600 }: SetupOptions,
  progress: Progress,
): Promise<Changes> {
  const { environment, context } = target;
  const config = configOf(environment);
  refuseMissing(target, config);
  const { openEngine } = await import("../engine.ts");
  const engine = await openEngine(target);
  const plan = await progress.step("Previewing", (tell) => engine.preview(tell));
  const { changed } = plan;
  const question = `Apply ${changed} changes to the cluster of context "${context}"?`;
  if (changed > 0 && !(await confirm(question))) {
    throw new CliError("setup: not confirmed. The stack is set up, and nothing was applied.");
  }
  const changes = await applyChanges(target, { adopt: config.adopt, plan }, progress);
  await progress.step("Waiting for the Applications", (tell) =>
    waitForApplications(kubeConfigFor(target), config, { tell, timeoutSeconds }),
  );
  return changes;
}
