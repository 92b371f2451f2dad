import { readMail } from "../sinks/mail-sink.ts";
import type { Sinks } from "../sinks/sinks.ts";

/** A message as a person reads it. */
export interface Received {
  /** Where: `slack #channel`, `teams <team>` or `email <address>`. */
  readonly place: string;
  readonly title: string;
  readonly text: string;
  /** When it arrived, in milliseconds. */
  readonly at: number;
}

interface SlackBody {
  readonly channel: string;
  readonly attachments: readonly { readonly title: string; readonly text: string }[];
}

interface TeamsBody {
  readonly attachments: readonly {
    readonly content: { readonly body: readonly { readonly text: string }[] };
  }[];
}

/** Everything that has arrived anywhere, in the order of arrival. */
export function received({ slack, teams, mail }: Sinks): readonly Received[] {
  return [
    ...slack.messages.flatMap(({ at, body }) => {
      const { channel, attachments } = body as SlackBody;
      return attachments.map(({ title, text }) => ({ place: `slack ${channel}`, title, text, at }));
    }),
    ...teams.messages.flatMap(({ at, body, path }) =>
      (body as TeamsBody).attachments.map(({ content }) => {
        const [title, ...text] = content.body.map((block) => block.text);
        const place = `teams ${path.split("/").at(-1) ?? ""}`;
        return { place, title: title ?? "", text: text.join("\n"), at };
      }),
    ),
    ...mail.mails.flatMap((each) => {
      const { subject, text } = readMail(each);
      return each.to.map((to) => ({ place: `email ${to}`, title: subject, text, at: each.at }));
    }),
  ].sort((one, other) => one.at - other.at);
}
