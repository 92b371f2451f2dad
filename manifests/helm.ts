import { execFile } from "node:child_process";

/** One call of a Helm binary. */
export interface HelmCall {
  /** Path of the binary. */
  readonly helm: string;
  readonly args: readonly string[];
  /** Given to Helm on standard input. */
  readonly input?: string;
  /** After this many seconds it is ended; never when absent. */
  readonly timeoutSeconds?: number;
}

/** Charts with large CRDs render to several megabytes; Node's default of 1 MiB ends the child. */
const maxOutputBytes = 256 * 1024 * 1024;

const mostAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];
const versions = new Map<string, Promise<string>>();

/** What Helm did not do, in its own words. */
export class HelmError extends Error {
  override readonly name = "HelmError";
}

/**
 * Runs Helm and returns its standard output. At most two run at a time: each one keeps a core busy.
 * Throws HelmError with the text of standard error, without Helm's own prefix and hints.
 */
export async function runHelm(call: HelmCall): Promise<string> {
  if (running >= mostAtOnce) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await execute(call);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** `helm version` of a binary, asked once per process. */
export function helmVersion(helm: string): Promise<string> {
  let version = versions.get(helm);
  if (version === undefined) {
    version = runHelm({ helm, args: ["version"] }).then((text) => text.trim());
    versions.set(helm, version);
    // A binary that was not there may be there later.
    version.catch(() => versions.delete(helm));
  }
  return version;
}

function execute({ helm, args, input, timeoutSeconds = 0 }: HelmCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      helm,
      args,
      { maxBuffer: maxOutputBytes, env: environment(), timeout: timeoutSeconds * 1000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (error.code === "ENOENT") reject(missing(helm));
        else if (error.killed === true) reject(tooSlow(timeoutSeconds));
        else reject(new HelmError(ownWords(stderr) || error.message));
      },
    );
    // Helm may end before it has read everything; its exit code tells what happened.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}

function missing(helm: string): HelmError {
  return new HelmError(
    `helm: the program is not there (looked for ${helm}). Run make toolchain, or give the path of an installed Helm.`,
  );
}

function tooSlow(seconds: number): HelmError {
  return new HelmError(
    `helm: no answer within ${seconds} seconds. Try again, or look at the repository.`,
  );
}

/** A user's HELM_* settings (namespace, debug, plug-ins) must not change what a chart renders to. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("HELM_")),
  );
}

function ownWords(stderr: string): string {
  return stderr
    .split("\n")
    .filter((line) => !/^(WARNING|level=|Use --debug|I\d{4} |W\d{4} )/.test(line))
    .join("\n")
    .replace(/^Error: /, "")
    .replace(/^execution error at \([^)]*\): /, "")
    .trim();
}
