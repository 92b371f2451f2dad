import { registryLoginName } from "../join-secrets.ts";
import { isMap, show, valueAt } from "../problem.ts";
import type { Raw, Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** Secrets that this stack makes for other reasons in the namespace of the services. */
const ownSecrets = [registryLoginName, "redis-credentials"];

/** Names of Secrets and folders of services that must not meet. */
export function checkServiceSecrets(raw: Raw, report: Report): void {
  const { catalogue } = raw;
  if (!isMap(catalogue)) return;
  const owners = new Map(ownSecrets.map((name) => [name, "this stack itself"]));
  for (const service of Object.keys(catalogue).sort()) {
    const secrets = valueAt(catalogue, [service, "secrets"]);
    if (!isMap(secrets)) continue;
    checkFolders(service, secrets, report);
    for (const [name, secret] of Object.entries(secrets)) {
      const path = ["catalogue", service, "secrets", name];
      checkList(valueAt(secret, ["keys"]), [...path, "keys"], report);
      const secretName = `${service}-${name}`;
      const owner = owners.get(secretName);
      if (owner !== undefined) {
        report(
          path,
          `must not have the Secret of another (found ${show(secretName)}, which is that of ${owner}). Choose another name.`,
        );
      }
      owners.set(secretName, `${name} of ${service}`);
    }
  }
}

/** A folder that is mounted over another hides it. */
function checkFolders(
  service: string,
  secrets: Readonly<Record<string, unknown>>,
  report: Report,
): void {
  const folders = Object.keys(secrets)
    .sort()
    .map((name) => {
      const written = valueAt(secrets, [name, "mountPath"]);
      return { name, folder: typeof written === "string" ? written : `/etc/secrets/${name}` };
    });
  for (const [at, { name, folder }] of folders.entries()) {
    const other = folders.find(
      (each, place) => place !== at && `${folder}/`.startsWith(`${each.folder}/`),
    );
    if (other === undefined || (other.folder === folder && folders.indexOf(other) > at)) continue;
    report(
      ["catalogue", service, "secrets", name, "mountPath"],
      `must not be in the folder of another secret, which is ${show(other.folder)} of ${other.name} (found ${show(folder)}). Choose another.`,
    );
  }
}
