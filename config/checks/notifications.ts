import type { ConfigInput } from "../input.ts";
import { missing } from "../missing.ts";
import type { Config } from "../model.ts";
import { isMap, show, valueAt, type Path } from "../problem.ts";
import { ownNamespace } from "../schema/keys.ts";
import { didYouMean } from "../suggest.ts";
import type { Raw, Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** What the keys of the notifications must hold together, and with the catalogue. */
export function checkNotifications(raw: Raw, { owner, siblings, report }: CheckedWith): void {
  const { notifications } = raw;
  if (!isMap(notifications)) return;
  checkNames(raw, report);
  checkLists(notifications, report);
  checkOnCall(notifications, report);
  if (owner !== undefined) checkTransports(notifications, owner, { siblings, report });
}

interface CheckedWith {
  /** Configuration of the stack whose platform this one uses, if another. */
  readonly owner: Config | undefined;
  readonly siblings: readonly ConfigInput[];
  readonly report: Report;
}

/** Teams and services are those of the catalogue, and what they leave out has to be somewhere. */
function checkNames(raw: Raw, report: Report): void {
  const { notifications, catalogue } = raw;
  const services = isMap(catalogue) ? Object.keys(catalogue).sort() : [];
  const teams = (isMap(catalogue) ? Object.values(catalogue) : [])
    .map((entry) => valueAt(entry, ["team"]))
    .filter((team) => typeof team === "string")
    .sort();
  const kinds = [
    { key: "byTeam", known: [...new Set(teams)], what: "team" },
    { key: "byService", known: services, what: "service" },
  ];
  for (const { key, known, what } of kinds) {
    const exceptions = valueAt(notifications, [key]);
    for (const [name, exception] of Object.entries(isMap(exceptions) ? exceptions : {})) {
      const path = ["notifications", key, name];
      if (known.length > 0 && !known.includes(name)) {
        const advice = didYouMean(name, known) || " Remove it, or correct the name.";
        report(path, `must be a ${what} of the catalogue (found ${show(name)}).${advice}`);
      }
      const team = key === "byService" ? valueAt(catalogue, [name, "team"]) : undefined;
      checkInherited(exception, { path, team, notifications, report });
    }
  }
}

/** An exception may leave out where it goes only when the environment, or the team, says so. */
function checkInherited(
  exception: unknown,
  {
    path,
    team,
    notifications,
    report,
  }: {
    readonly path: Path;
    readonly team: unknown;
    readonly notifications: unknown;
    readonly report: Report;
  },
): void {
  const wanted = { slack: "channel", email: "to" };
  for (const [channel, key] of Object.entries(wanted)) {
    const own = valueAt(exception, [channel]);
    if (!isMap(own) || own[key] !== undefined) continue;
    const ofTeam = typeof team === "string" ? ["byTeam", team, channel, key] : [];
    const above = [ofTeam, [channel, key]].filter((each) => each.length > 0);
    if (above.some((each) => valueAt(notifications, each) !== undefined)) continue;
    const where = [...path, channel, key];
    const reason = `is missing, and notifications.${channel} has none to take.`;
    report(where, missing(where).replace("is missing.", reason));
  }
}

function checkLists(notifications: Raw, report: Report, root: Path = ["notifications"]): void {
  for (const [key, value] of Object.entries(notifications)) {
    const path = [...root, key];
    if (Array.isArray(value)) checkList(value, path, report);
    else if (isMap(value)) checkLists(value, report, path);
  }
}

/** Every e-mail leaves by the one server that is under `email`. */
function checkOnCall(notifications: Raw, report: Report): void {
  if (notifications["email"] !== undefined) return;
  const path = ["notifications", "email"];
  const addresses = valueAt(notifications, ["onCall", "email"]);
  const uses = [
    ...(Array.isArray(addresses) && addresses.length > 0 ? ["onCall.email"] : []),
    ...["byTeam", "byService"].flatMap((key) => {
      const exceptions = valueAt(notifications, [key]);
      return Object.entries(isMap(exceptions) ? exceptions : {})
        .filter(([, exception]) => valueAt(exception, ["email"]) !== undefined)
        .map(([name]) => `${key}.${name}.email`)
        .sort();
    }),
  ];
  const [first] = uses;
  if (first === undefined) return;
  report(
    path,
    `is missing, and ${first} needs its server. Add it: a map of to, from and server, with \`events: []\` if nobody else gets an e-mail.`,
  );
}

/** How messages leave is the owner's to say: one Alertmanager sends them all. */
function checkTransports(
  notifications: Raw,
  owner: Config,
  { siblings, report }: Omit<CheckedWith, "owner">,
): void {
  const theirs = siblings.find(({ stack }) => stack === owner.environment)?.values;
  const ownerNotifications = theirs?.[`${ownNamespace}:notifications`];
  const paths = [
    ["slack", "apiUrl"],
    ...["from", "server", "username", "tls"].map((key) => ["email", key]),
  ];
  for (const path of paths) {
    const own = valueAt(notifications, path);
    const other = valueAt(ownerNotifications, path);
    if (own === undefined || own === other) continue;
    report(
      ["notifications", ...path],
      `must be that of ${owner.environment}, whose platform sends the messages (found ${show(own)}; there ${show(other)}). ` +
        `Change Pulumi.${owner.environment}.yaml, or write the same here.`,
    );
  }
}
