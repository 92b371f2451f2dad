import type { Config } from "../model.ts";
import { all, didYouMean } from "../suggest.ts";
import type { Report } from "./findings.ts";

/** Where a family of secrets comes from: what to add for a name of it to mean something. */
const sources: readonly (readonly [RegExp, string])[] = [
  [/^registry\//, "registryLogin to Pulumi.yaml"],
  [/^services\//, "its service's secrets to the catalogue in Pulumi.yaml"],
  [/^repositories\//, "its repository to repositories in Pulumi.yaml"],
  [/^notifications\//, "its channel to notifications in Pulumi.yaml"],
  [/^oidc\//, "msa:oidc"],
];

/** Names that nothing in the configuration asks for: a slip, or left over. */
export function checkSecretNames(
  config: Config,
  written: { readonly secrets: readonly string[]; readonly secretRevisions: readonly string[] },
  report: Report,
): void {
  const known = config.secrets.map(({ name }) => name);
  for (const [key, names] of Object.entries(written)) {
    for (const name of names.filter((each) => !known.includes(each))) {
      report([key, name], unknownName(name, config));
    }
  }
}

/** What is wrong with the name of a secret that the configuration does not ask for. */
function unknownName(name: string, { secrets, platform, oidc }: Config): string {
  const known = secrets.map((need) => need.name);
  const wrong = "nothing asks for a secret of this name.";
  if (!platform.isOwn && /^(notifications|oidc)\//.test(name)) {
    return `${wrong} The platform is that of ${platform.owner}: move it to Pulumi.${platform.owner}.yaml.`;
  }
  const meant = didYouMean(name, known);
  if (meant !== "") return `${wrong}${meant}`;
  const source = sources.find(([family]) => family.test(name))?.[1];
  if (source !== undefined && !(oidc !== undefined && name.startsWith("oidc/"))) {
    return `${wrong} Remove the line, or add ${source}.`;
  }
  return `${wrong} Remove the line. ${known.length === 0 ? "None is asked for." : `Asked for are ${all(known)}.`}`;
}
