import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import { pulumiCall, type PulumiCall } from "../commands/pulumi.ts";
import { stateFolder } from "../engine-environment.ts";
import { CliError } from "../errors.ts";
import { projectFile } from "../paths.ts";
import { joinedStackFile, type Target } from "../target.ts";

/** Keys of a stack file that say how its secrets are encrypted; the engine writes them when it needs to. */
export const encryptionKeys = ["secretsprovider", "encryptedkey", "encryptionsalt"] as const;

/** What became of a value. */
export interface Encrypted {
  readonly ciphertext: string;
  /** The encryption keys that the stack file must have for the ciphertext to be read again. */
  readonly keys: Readonly<Partial<Record<(typeof encryptionKeys)[number], string>>>;
}

/**
 * Has the engine encrypt a value for a stack, on a copy of its file: the engine would write the file
 * anew in its own layout, and not in one step. The value goes over standard input only; no file and no
 * list of processes shows it.
 *
 * @param stackText what the stack file holds.
 * @throws CliError with the engine's own words and what to do.
 */
export async function encrypt(
  target: Target,
  stackText: string,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<Encrypted> {
  const folder = mkdtempSync(join(tmpdir(), "msa-secrets-"));
  const copy = joinedStackFile(folder, target.environment);
  const set = ["config", "set", "--secret", "--path", `msa:secrets[${JSON.stringify(name)}]`];
  const stack = ["--stack", target.environment, "--config-file", copy];
  const options = [...stack, "--non-interactive", "--color", "never"];
  try {
    writeFileSync(copy, stackText);
    copyFileSync(projectFile, join(folder, "Pulumi.yaml"));
    // A file backend wants its folder to be there.
    if (target.folder !== undefined) mkdirSync(stateFolder(target.folder), { recursive: true });
    const call = pulumiCall(target, [...set, ...options]);
    await engine(call, value).catch(async (said: unknown) => {
      if (target.folder === undefined || !isStackMissing(said)) throw said;
      await makeStack(target, folder);
      await engine(call, value);
    });
    return readEncrypted(readFileSync(copy, "utf8"), name);
  } catch (error) {
    throw failure(target, error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words of an engine command that failed. */
class EngineWords extends Error {}

/** A run that was never started has no stack yet; `stack init` writes its salt beside the copy. */
async function makeStack(target: Target, cwd: string): Promise<void> {
  const args = ["stack", "init", target.environment, "--no-select", "--non-interactive"];
  await engine({ ...pulumiCall(target, args), cwd }, "");
}

/** Runs an engine command to its end; Ctrl-C reaches it as well, and its end is ours. */
async function engine({ command, args, cwd, env }: PulumiCall, input: string): Promise<void> {
  const child = spawn(command, args, { cwd, env, stdio: ["pipe", "ignore", "pipe"] });
  const wait = () => undefined;
  process.on("SIGINT", wait);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
  // It may end without reading; how it ended says why.
  child.stdin.on("error", wait).end(input);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        const words = input === "" ? said : said.replaceAll(input, "[secret]");
        if (code === 0) resolve();
        else reject(new EngineWords(engineWords(words)));
      });
    });
  } finally {
    process.off("SIGINT", wait);
  }
}

function engineWords(said: string): string {
  const lines = stripVTControlCharacters(said).trim().split("\n");
  const errors = lines.filter((line) => line.startsWith("error: "));
  return (errors.length === 0 ? lines : errors).join("; ").replaceAll("error: ", "");
}

function isStackMissing(said: unknown): boolean {
  return said instanceof EngineWords && /^no stack named /.test(said.message);
}

const guide = "docs/how-to/choose-backend-and-secrets.md";

/** What to do about words of the engine; the first that fits. */
const advice: readonly (readonly [RegExp, (environment: string) => string])[] = [
  [
    /^no stack named /,
    (environment) =>
      `Create it, once: pulumi stack init ${environment} --secrets-provider=<provider> (${guide}). ` +
      "If it exists, log in where it is kept: pulumi login",
  ],
  [
    /passphrase must be set/,
    () => "Set PULUMI_CONFIG_PASSPHRASE_FILE to the file with the stack's passphrase.",
  ],
  [/incorrect passphrase/, () => "Give the passphrase that the stack was created with."],
  [
    /PULUMI_ACCESS_TOKEN|not logged in|login/i,
    () => "Log in to the backend of the stack: pulumi login",
  ],
];

function failure({ environment }: Target, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return new CliError(
      "pulumi: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/",
    );
  }
  if (!(error instanceof EngineWords)) return error;
  const { message } = error;
  const known = advice.find(([words]) => words.test(message))?.[1](environment);
  return new CliError(
    `${environment}: Pulumi cannot encrypt for this stack (${message}). ` +
      (known ?? `How a stack is set up: ${guide}.`),
  );
}

function readEncrypted(text: string, name: string): Encrypted {
  const root: unknown = parseYaml("the engine's copy", text).toJS();
  const config = valueAt(root, ["config"]);
  const secure =
    valueAt(config, ["msa:secrets", name, "secure"]) ??
    valueAt(config, ["secrets", name, "secure"]);
  if (typeof secure !== "string") throw new Error("The engine left no ciphertext behind.");
  return { ciphertext: secure, keys: encryptionOf(text) };
}

/** How the secrets of a stack file are encrypted. */
export function encryptionOf(text: string): Encrypted["keys"] {
  const root: unknown = parseYaml("the stack file", text).toJS();
  const found = encryptionKeys.map((key) => [key, valueAt(root, [key])] as const);
  return Object.fromEntries(found.filter(([, value]) => typeof value === "string"));
}
