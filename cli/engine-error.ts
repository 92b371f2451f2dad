import { stripVTControlCharacters } from "node:util";

import { CommandError } from "@pulumi/pulumi/automation/index.js";

import { CliError } from "./errors.ts";
import { forbidden } from "./forbidden.ts";

/** The failure of an engine operation in its own error messages. */
export function engineError(error: unknown, messages: readonly string[] = []): Error {
  // The last message of a failed program or update only says that it failed.
  const said = messages
    .map(plainText)
    .filter((message) => !/^(update|preview|refresh|destroy) failed$/.test(message));
  const telling = [...new Set(said.map((message) => forbidden(message) ?? message))];
  if (telling.length > 0) return new CliError(telling.join("\n"));
  if (error instanceof CommandError) return new CliError(withAdvice(saidByEngine(error.message)));
  return error as Error;
}

/** Only for a file backend of the person's own: that of a local run is mended before (torn-attributes.ts). */
function withAdvice(said: string): string {
  if (!/failed to load checkpoint: (unexpected )?EOF/.test(said)) return said;
  return (
    `${said}\nA run was killed while it wrote the state. In the backend's folder, remove the empty ` +
    ".pulumi/stacks/<project>/<stack>.json.attrs; the state beside it is whole."
  );
}

/** The failure to find the Pulumi CLI that the real stack needs; the library's own errors have no type. */
export function noEngine(error: unknown): CliError {
  const said = error instanceof Error ? plainText(error.message) : String(error);
  return new CliError(
    /ENOENT/.test(said)
      ? "pulumi: not found on PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/"
      : `pulumi: cannot be used (${said.split("\n")[0] ?? ""}). Install a current Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/`,
  );
}

/** The engine's own error lines of a command that failed before its first event. */
export function saidByEngine(message: string): string {
  const lines = [...plainText(message).matchAll(/^ ?(?:stderr: )?(error: .+)$/gm)].map(
    ([, line = ""]) => line,
  );
  return lines.length === 0 ? plainText(message) : `pulumi: ${[...new Set(lines)].join("\n")}`;
}

/** Engine messages carry colour tags of the engine's own and the names of our hooks; readers want neither. */
function plainText(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, ""))
    .trim()
    .replace(/^(?:before|after) hook "[^"]*" failed: /, "");
}
