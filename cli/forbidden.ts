/** A refusal of the API server, in its own words (apiserver, endpoints/handlers/responsewriters/errors.go). */
const refusal =
  /([\w.-]+) (?:"([^"]*)" )?is forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)" in API group "([^"]*)"(?: in the namespace "([^"]+)"| at the cluster scope)?/;

const deployer = /^system:serviceaccount:(msa-ci-[^:]+):deployer$/;

/**
 * What the API server refused and who was refused, and with which account it works; undefined when a
 * message is about something else.
 */
export function forbidden(message: string): string | undefined {
  // Within the body of an answer that somebody printed its quotes are escaped.
  const found = refusal.exec(message.replaceAll('\\"', '"'));
  if (found === null) return undefined;
  const [, , name = "", user = "", verb = "", resource = "", group = "", namespace] = found;
  const kind = group === "" ? resource : `${resource}.${group}`;
  const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
  const accounts = deployer.exec(user)?.[1];
  const advice =
    accounts === undefined
      ? "Use an account that has the right"
      : `deployer changes Applications only. Run it with the account platform of ${accounts}`;
  return (
    `${[kind, name].filter((part) => part !== "").join(" ")}: this account may not do that ` +
    `(found ${user}, which lacks: ${verb} ${kind}${where}). ${advice} (docs/how-to/give-people-access.md).`
  );
}
