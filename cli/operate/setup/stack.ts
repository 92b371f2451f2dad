import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runPulumi } from "../../run-pulumi.ts";
import { CliError, exitCodes } from "../../errors.ts";
import { projectFile } from "../../paths.ts";
import { encryptionOf, type Encrypted } from "../../secrets/encrypt.ts";
import { joinedStackFile, type Target } from "../../target.ts";

/** Where the state is, and whether it has the stack. */
export interface Backend {
  /** As `pulumi whoami` says, such as `s3://states`. */
  readonly url: string;
  readonly hasStack: boolean;
}

/**
 * The backend that the person is logged in to.
 *
 * @returns undefined when there is none.
 * @throws CliError when there is no Pulumi CLI, or the backend does not answer.
 */
export async function backendOf(target: Target): Promise<Backend | undefined> {
  const said = await runPulumi(target, ["whoami", "--json", "--non-interactive"], {
    mayFail: true,
  });
  const url = urlIn(said);
  if (url === undefined) return undefined;
  const listed = await runPulumi(target, ["stack", "ls", "--json", "--non-interactive"]);
  const stacks = JSON.parse(listed) as readonly { readonly name: string }[];
  // A backend may name them `organization/project/stack`.
  const hasStack = stacks.some(({ name }) => name.split("/").at(-1) === target.environment);
  return { url, hasStack };
}

function urlIn(said: string): string | undefined {
  try {
    return (JSON.parse(said) as { readonly url?: string }).url ?? "";
  } catch {
    return undefined;
  }
}

/**
 * Makes the stack in the backend, on a copy of its file: the engine would write the file anew in its own
 * layout.
 *
 * @returns the keys that the stack file must have from now on.
 * @throws CliError in the engine's words, such as for a provider that it does not know.
 */
export async function makeStack(target: Target, provider: string): Promise<Encrypted["keys"]> {
  const { environment } = target;
  const folder = mkdtempSync(join(tmpdir(), "msa-setup-"));
  const copy = joinedStackFile(folder, environment);
  const args = ["stack", "init", environment, "--secrets-provider", provider];
  try {
    copyFileSync(projectFile, join(folder, "Pulumi.yaml"));
    writeFileSync(copy, readFileSync(target.stackFile, "utf8"));
    await runPulumi(target, [...args, "--no-select", "--non-interactive"], { cwd: folder });
    return encryptionOf(readFileSync(copy, "utf8"));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(
      `${environment}: the stack cannot be made (${error.message}). ` +
        "Which providers there are: docs/how-to/choose-backend-and-secrets.md. The stack file was not changed.",
      exitCodes.badInput,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
