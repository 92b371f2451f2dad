import { deadLocks } from "../../engine-lock.ts";
import { runPulumi } from "../../run-pulumi.ts";
import type { Target } from "../../target.ts";
import type { Finding } from "./finding.ts";

/**
 * Locks on the state of a stack. Of a local or context run only dead ones; of the real stack any, since
 * nobody can say from here whether its holder still runs.
 *
 * @throws CliError when a run of a local or context stack is going on.
 */
export async function lockFindings(target: Target): Promise<readonly Finding[]> {
  const { folder, environment } = target;
  if (folder !== undefined) {
    return deadLocks(folder, environment).map(({ pid, username, timestamp }) => ({
      kind: "lock",
      found: `a lock on the state, of process ${pid} (${username}, ${timestamp}), which does not run any more`,
      cure: "remove it, and end the provider that the process may have left",
      acts: true,
    }));
  }
  const holder = await holderOfLock(target);
  if (holder === undefined) return [];
  const found = `a lock on the state: ${holder}`;
  const cure =
    "pulumi cancel: make sure first that this run is dead, and not one of a colleague or of CI";
  const run = async () => {
    await runPulumi(target, ["cancel", "--yes"]);
  };
  return [{ kind: "lock", found, cure, acts: true, run }];
}

/**
 * Who holds the backend's lock. No command of the CLI says so; a refresh of a resource that does not exist
 * takes the lock, or is told who has it, and changes nothing.
 */
async function holderOfLock(target: Target): Promise<string | undefined> {
  const nothing = `urn:pulumi:${target.environment}::msa::none:none:None::none`;
  const args = ["refresh", "--run-program=false", "--target", nothing];
  const asked = await runPulumi(target, [...args, "--yes", "--skip-preview", "--non-interactive"], {
    mayFail: true,
  });
  return holderIn(asked);
}

/** The holder in the words of the backend (pulumi/pkg/backend: diy/lock.go, httpstate); undefined: not locked. */
export function holderIn(output: string): string | undefined {
  const created = [...output.matchAll(/created by (.+)$/gm)].map(([, who = ""]) => who.trim());
  if (/currently locked by/.test(output))
    return created.join("; ") || "the backend does not say whose";
  const conflict = /\[409\][^\n]*|Another update is currently in progress[^\n]*/.exec(output)?.[0];
  return conflict;
}
