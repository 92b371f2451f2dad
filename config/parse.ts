import { checkAccess } from "./checks/access.ts";
import { checkBranch } from "./checks/branches.ts";
import { checkEnvironment } from "./checks/environment.ts";
import type { Raw } from "./checks/findings.ts";
import { ownValues } from "./checks/keys.ts";
import { checkNamespaces } from "./checks/namespaces.ts";
import { checkNotifications } from "./checks/notifications.ts";
import { checkOidc } from "./checks/oidc.ts";
import { ownerOf } from "./checks/owner.ts";
import { checkPlatformSizes } from "./checks/platform-sizes.ts";
import { checkPlatform } from "./checks/platform.ts";
import { checkProfiles } from "./checks/profile.ts";
import { checkRepositories } from "./checks/repositories.ts";
import { secretNamesIn } from "./checks/secret-map.ts";
import { checkSecretNames } from "./checks/secret-names.ts";
import { checkSecrets } from "./checks/secrets.ts";
import { checkServiceSecrets } from "./checks/service-secrets.ts";
import { checkList, checkServices } from "./checks/services.ts";
import { checkSyncWindows } from "./checks/sync-windows.ts";
import { checkTraffic } from "./checks/traffic.ts";
import { ConfigError } from "./config-error.ts";
import { explain } from "./explain.ts";
import { projectFileName, type ConfigInput } from "./input.ts";
import { join } from "./join.ts";
import { missing } from "./missing.ts";
import type { Config } from "./model.ts";
import { formatPath, valueAt, type Path, type Problem } from "./problem.ts";
import {
  isProjectKey,
  keys,
  ownNamespace,
  secretsKey,
  shape,
  stackKeys,
  type Key,
  type Parsed,
} from "./schema/keys.ts";

export type { ConfigInput } from "./input.ts";

/**
 * The finished configuration of one environment.
 *
 * Throws a ConfigError with every problem there is, and nothing else whatever the input.
 */
export function parse(input: ConfigInput): Config {
  const problems = new Map<string, Problem>();
  const report = (path: Path, message: string): void => {
    const where = formatPath(path);
    // The first word on a place stands: a later check would only say it again, or show a secret.
    if (!problems.has(where)) problems.set(where, { file: fileOf(input, path), where, message });
  };

  const secretNames = secretNamesIn(input, report);
  const readable = withoutSecrets(input, report);
  checkSecretsOf(readable, report);
  const raw = ownValues(readable, report);
  const isEmpty = stackKeys.every((key) => raw[key] === undefined);
  checkEnvironment(input.stack, raw, report);
  if (isEmpty) report(["config"], emptyFile);
  const encrypted = new Set(input.secretKeys.map(localName));
  const checkedKeys = keys.filter(
    (key) =>
      !encrypted.has(key) &&
      key !== "secrets" &&
      (!isEmpty || raw[key] !== undefined || isProjectKey(key)),
  );
  const parsed = parseShapes(checkedKeys, raw, report);
  checkProfiles(raw, report);
  if (!isEmpty) checkServices(raw, report);
  checkTraffic(raw, report);
  checkAccess(raw, report);
  checkOidc(raw, report);
  checkSyncWindows(raw, report);
  checkServiceSecrets(raw, report);
  checkRepositories(raw, report);
  checkList(raw["adopt"], ["adopt"], report);
  const siblings = input.siblings ?? [];
  checkBranch(raw, input, siblings, report);
  const owner = ownerOf(raw, { self: input, siblings, report, parse });
  checkNamespaces(raw, owner, report);
  checkPlatform(raw, { self: input, siblings, owner, report });
  checkPlatformSizes(raw, report);
  checkNotifications(raw, { owner, siblings, report });

  if (problems.size > 0) throw new ConfigError([...problems.values()]);
  const { secretRevisions } = parsed as Parsed;
  const config = join(parsed as Parsed, { siblings, owner, secretNames });
  // Which secrets are asked for is known only when all else is right.
  const written = { secrets: secretNames, secretRevisions: Object.keys(secretRevisions) };
  checkSecretNames(config, written, report);
  if (problems.size > 0) throw new ConfigError([...problems.values()]);
  return config;
}

type Report = (path: Path, message: string) => void;

const emptyFile =
  `has no key that begins with "${ownNamespace}:". ` +
  "Copy the block of another Pulumi.<environment>.yaml and change what differs.";

/** Nothing but `msa:secrets` can hold a secret: every other value ends in plain text in an Application. */
function withoutSecrets(input: ConfigInput, report: Report): Raw {
  const ours = input.secretKeys.filter(
    (key) => key.startsWith(`${ownNamespace}:`) && key !== secretsKey,
  );
  for (const key of ours) {
    report(
      [localName(key)],
      "must not have an encrypted value, since all of it is written into Argo CD's Applications. " +
        "Keep it in a Kubernetes Secret and name that here.",
    );
  }
  return Object.fromEntries(
    Object.entries(input.values).filter(
      ([key]) => !input.secretKeys.includes(key) && key !== secretsKey,
    ),
  );
}

function checkSecretsOf(values: Raw, report: Report): void {
  for (const [key, value] of Object.entries(values)) {
    checkSecrets(value, report, [localName(key)]);
  }
}

function parseShapes(checked: readonly Key[], raw: Raw, report: Report): Partial<Parsed> {
  const parsed = new Map<string, unknown>();
  for (const key of checked) {
    const result = shape[key].safeParse(raw[key], { reportInput: true });
    if (result.success) {
      parsed.set(key, result.data);
      continue;
    }
    for (const { path, message } of result.error.issues.flatMap((i) =>
      explain(i, { tree: shape, key, values: raw }),
    )) {
      report(path, whyRequested(path, raw) ?? message);
    }
  }
  return Object.fromEntries(parsed);
}

/** A missing request matters more under an HPA, whose targets are percentages of it. */
function whyRequested(path: Path, raw: Raw): string | undefined {
  const [top, section, resource] = path;
  if (top !== "profile" || section !== "requests" || valueAt(raw, path) !== undefined)
    return undefined;
  const target = valueAt(raw, [
    "profile",
    "autoscaling",
    ...(resource === undefined ? [] : [resource]),
  ]);
  if (target === undefined || target === false) return undefined;
  return missing(path).replace(
    "is missing.",
    `is missing, and autoscaling needs it: its targets are percentages of the requests.`,
  );
}

function localName(key: string): string {
  return key.startsWith(`${ownNamespace}:`) ? key.slice(ownNamespace.length + 1) : key;
}

function fileOf(input: ConfigInput, path: Path): string {
  const key = String(path[0]);
  const origins = input.origins ?? {};
  for (const qualified of [`${ownNamespace}:${key}`, key]) {
    const origin = Object.hasOwn(origins, qualified) ? origins[qualified] : undefined;
    if (origin !== undefined) return origin;
  }
  return isProjectKey(key) ? projectFileName : input.file;
}
