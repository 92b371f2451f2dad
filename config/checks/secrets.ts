import { isMap, type Path } from "../problem.ts";
import { isRetiredConnector } from "../secrets/teams-address-fault.ts";
import type { Raw, Report } from "./findings.ts";

/** Last words of keys whose value is a credential. */
const secretEndings =
  /(^| )(pass|password|passwd|passphrase|pwd|secret|token|credentials?|webhook|webhook ur[li]|(api|access|private|secret|signing|encryption) ?key|kubeconfig)$/;
/** Keys that end so and hold the name of a Secret. */
const namesOfSecrets = /(^| )(existing|pull|image pull|tls|ref) (secret|token|credentials?)$/;

/** Keys that end so and hold an address, by their whole path. */
const addresses = ["oidc.endpoints.token"];

/** Values that are credentials whatever their key is called. */
const secretValues = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
  /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,})/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /^https:\/\/hooks\.slack\.com\/(services|workflows)\//,
  /^https:\/\/[\w.-]*(webhook\.office\.com|logic\.azure\.com|powerplatform\.com)[/:]/,
];

const message =
  "must not be a credential in plain text (found one, not shown). Replace it, since everyone who " +
  "reads the repository has it; keep the new one as a secret: `./msa secrets set`, or a Kubernetes Secret.";

const retired =
  "must not be an Office 365 connector (found one, not shown), since Microsoft retired them on 2026-03-31 and " +
  "nothing arrives there. Remove it; make a Workflow in Teams, and set its address with " +
  "`./msa secrets set <environment> notifications/teams/<team>`.";

/** Reports every credential written in plain text; `root` is the path of `value`. */
export function checkSecrets(value: unknown, report: Report, root: Path = []): void {
  if (typeof value === "string" || typeof value === "number") {
    if (isRetiredConnector(String(value))) report(root, retired);
    else if (isCredential(root, String(value))) report(root, message);
  } else if (Array.isArray(value)) {
    value.forEach((item: unknown, position) => {
      checkSecrets(item, report, [...root, position]);
    });
  } else if (isMap(value)) {
    checkNamedValue(value, report, root);
    for (const [name, item] of Object.entries(value)) checkSecrets(item, report, [...root, name]);
  }
}

function isCredential(path: Path, value: string): boolean {
  const key = addresses.includes(path.join(".")) ? undefined : path.at(-1);
  if (typeof key === "string" && isSecretKey(key) && isLiteral(value)) return true;
  return secretValues.some((pattern) => pattern.test(value));
}

/** The list form of Kubernetes: `{ name: DB_PASSWORD, value: … }`. */
function checkNamedValue(map: Raw, report: Report, root: Path): void {
  const { name, value } = map;
  if (typeof name === "string" && typeof value === "string" && isSecretKey(name)) {
    if (isLiteral(value)) report([...root, "value"], message);
  }
}

function isSecretKey(key: string): boolean {
  const words = key
    .replace(/^.*:/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
  return secretEndings.test(words) && !namesOfSecrets.test(words);
}

/** False for nothing and for Kubernetes' `$(NAME)`, which refers to another variable. */
function isLiteral(value: string): boolean {
  return value.trim() !== "" && !/^\$\([A-Za-z_][\w.-]*\)$/.test(value);
}
