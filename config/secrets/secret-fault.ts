import type { SecretForm } from "../secrets-model.ts";
import { privateKeyFault } from "./private-key-fault.ts";
import { teamsAddressFault } from "./teams-address-fault.ts";

/** What stands where a value belongs until somebody has one; also what `pulumi config` shows for one. */
const placeholders =
  /^(change[-_ ]?me|replace[-_ ]?me|todo|tbd|placeholder|x{3,}|\.{3}|…|<[^>]*>|\[secret\])$/i;

/** A Secret is at most 1 MiB as a whole, and a value that is longer than this is the wrong file. */
const longestValue = 65_536;

/**
 * What is wrong with the value of a secret, in sentences without the value: what it must be and what to
 * do. Undefined when nothing is. One line break at the end is nobody's mistake.
 */
export function secretFault(form: SecretForm, value: string): string | undefined {
  const trimmed = value.replace(/\r?\n$/, "");
  return anyFault(trimmed) ?? formFaults[form](trimmed);
}

function anyFault(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty (found nothing). Give the real value.";
  if (placeholders.test(value.trim())) {
    return "must be the real value (found a word that stands in for it). Give the real one.";
  }
  if (value.trim() !== value) {
    return "must not begin or end with a space or an empty line (found one). Copy the value alone.";
  }
  if (Buffer.byteLength(value) > longestValue) {
    return `must have at most ${longestValue} bytes (found ${Buffer.byteLength(value)}). Check that it is the right file.`;
  }
  return undefined;
}

const formFaults: Readonly<Record<SecretForm, (value: string) => string | undefined>> = {
  text: lineFault,
  "private-key": privateKeyFault,
  "slack-token": (value) => lineFault(value) ?? slackFault(value),
  "teams-workflow-url": (value) => lineFault(value) ?? teamsAddressFault(value),
};

function lineFault(value: string): string | undefined {
  return /[\p{Cc}\p{Cs}\ufffd\u2028\u2029]/u.test(value)
    ? "must be a single line of text (found a line break or a control character). Copy the value alone."
    : undefined;
}

/** Kinds of tokens: https://docs.slack.dev/authentication/tokens */
const otherTokens: readonly (readonly [RegExp, string])[] = [
  [/^https?:/, "an address; a webhook posts to one channel only"],
  [/^xoxe[.-]/, "one that expires after twelve hours; turn off token rotation of the app"],
  [/^xox[ap]-/, "the token of a person or an app"],
  [/^xapp-/, "an app-level token"],
];

function slackFault(value: string): string | undefined {
  if (/^xoxb-[A-Za-z0-9-]{10,}$/.test(value)) return undefined;
  const [, found] = otherTokens.find(([pattern]) => pattern.test(value)) ?? [];
  return (
    `must be the token of a bot, which begins with xoxb- (found ${found ?? "something else"}). ` +
    'Copy the "Bot User OAuth Token" of the Slack app; it needs the scope chat:write.'
  );
}
