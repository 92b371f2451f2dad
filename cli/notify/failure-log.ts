/**
 * The last thing that Alertmanager's log says of a receiver that got no message; undefined when it says
 * nothing. Alertmanager leaves addresses with a credential in them out.
 *
 * @param since RFC 3339; older lines do not count.
 */
export function failureIn(log: string, receiver: string, since: string): string | undefined {
  return log
    .split("\n")
    .map(fieldsOf)
    .filter(({ time = "" }) => Date.parse(time) >= Date.parse(since))
    .flatMap((fields) => reasonFor(receiver, fields) ?? [])
    .at(-1);
}

function reasonFor(receiver: string, fields: Readonly<Record<string, string>>): string | undefined {
  const { msg, err } = fields;
  if (err === undefined) return undefined;
  if (msg?.startsWith("Notify attempt failed") === true && fields["receiver"] === receiver)
    return err;
  // Of a group, which may have several receivers: their reasons are joined, each with its name.
  if (msg?.startsWith("Notify for alerts failed") !== true) return undefined;
  return err
    .split("\n")
    .find((one) => one.startsWith(`${receiver}/`))
    ?.replace(prefix, "");
}

/** `slack #shop/slack[0]: notify retry canceled after 3 attempts: …` */
const prefix = /^.*?\[\d+\]: (?:notify retry canceled .*?attempts: )?/;

const field = /(?<key>\w+)=(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>\S*))/g;

/** A line of logfmt. */
function fieldsOf(line: string): Record<string, string> {
  const pairs = [...line.matchAll(field)].map(({ groups = {} }) => {
    const { key = "", quoted, plain = "" } = groups;
    return [key, quoted === undefined ? plain : unquoted(quoted)];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

function unquoted(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, character: string) =>
    character === "n" ? "\n" : character,
  );
}
