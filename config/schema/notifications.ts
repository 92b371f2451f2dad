import { z } from "zod";
import { notificationEvents, type NotificationEvent } from "../notifications-model.ts";
import { emailAddress } from "./email.ts";
import { dnsLabel, isHostName, serviceName } from "./names.ts";
import { line, text, type Fault } from "./text.ts";
import { serverUrl } from "./url.ts";

/** https://api.slack.com/methods/chat.postMessage */
export const slackApi = "https://slack.com/api/chat.postMessage";

/** What each channel is told when nothing else is said. */
export const defaultEvents = {
  slack: notificationEvents,
  email: notificationEvents.filter((event) => event !== "deployment-complete"),
  teams: notificationEvents,
} as const satisfies Readonly<Record<string, readonly NotificationEvent[]>>;

/** A name as Slack allows it, or the ID that its links end in. */
function channelFault(value: string): Fault | undefined {
  if (/^#[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u.test(value) || /^[CG][A-Z0-9]{8,20}$/.test(value)) {
    return undefined;
  }
  const wrong = 'must be a channel such as "#msa-support"';
  const tidied = value.replace(/^#/, "").trim().toLowerCase().replaceAll(/\s+/g, "-");
  const isNear = /^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$/u.test(tidied);
  return { wrong, ...(isNear && { hint: `Use "#${tidied}", in quotes.` }) };
}

const slackChannel = (description: string, example = "#msa-support") =>
  text(channelFault, { description, example });

function serverFault(value: string): Fault | undefined {
  const [, host = "", port = ""] = /^([^:\s/]+):(\d{1,5})$/.exec(value) ?? [];
  if (isHostName(host) && Number(port) >= 1 && Number(port) <= 65_535) return undefined;
  const wrong = "must be <host>:<port> such as smtp.example.org:587";
  return { wrong, ...(isHostName(value) && { hint: `Use ${value}:587.` }) };
}

const events = z
  .array(z.enum(notificationEvents))
  .describe(`What it is told: ${notificationEvents.map((event) => `\`${event}\``).join(", ")}.`);
const recipients = z.array(emailAddress("An address.")).min(1).describe("Who gets them.");

const slack = z
  .strictObject({
    channel: slackChannel("Channel, which the bot has to be a member of."),
    events: events.default([...defaultEvents.slack]),
    apiUrl: serverUrl("Method of Slack's API that posts a message.", slackApi).default(slackApi),
  })
  .describe("To one channel of Slack; the bot's token is the secret `notifications/slack/token`.");

const email = z
  .strictObject({
    to: recipients,
    from: emailAddress("Who sends them.", "msa@example.org"),
    server: text(serverFault, {
      description: "Mail server, `<host>:<port>`.",
      example: "smtp.example.org:587",
    }),
    username: line(255, {
      description:
        "Who logs in at the server; the password is the secret `notifications/email/password`. " +
        "Default: the server asks for no login.",
      example: "msa@example.org",
    }).optional(),
    tls: z
      .enum(["starttls", "implicit"])
      .optional()
      .describe(
        "How the connection is encrypted. Default: `implicit` on port 465, else `starttls`; neither is only tried.",
      ),
    events: events.default([...defaultEvents.email]),
  })
  .describe("By e-mail.");

const teams = z
  .strictObject({ events: events.default([...defaultEvents.teams]) })
  .describe(
    "To the Teams channel of the team that owns the service; the address of its Workflow is the secret " +
      "`notifications/teams/<team>`.",
  );

const onCall = z
  .strictObject({
    slack: slackChannel("Channel of whoever is on call.", "#msa-oncall").optional(),
    email: z.array(emailAddress("An address.")).default([]).describe("Who gets an e-mail."),
  })
  .prefault({})
  .describe("Who is told, besides, of what is critical.");

/** What a team or a service has different; what it leaves out is the environment's. */
const exception = z
  .strictObject({
    slack: z
      .strictObject({ channel: slackChannel("Another channel."), events })
      .partial()
      .describe("What is different in Slack."),
    email: z
      .strictObject({ to: recipients, events })
      .partial()
      .describe("What is different by e-mail."),
    teams: z.strictObject({ events }).describe("What is different in Teams."),
  })
  .partial();

export const notifications = z
  .strictObject({
    slack: slack.optional(),
    email: email.optional(),
    teams: teams.optional(),
    onCall,
    byTeam: z
      .record(
        dnsLabel({ description: "A team of the catalogue.", example: "commerce" }),
        exception.describe("What this team has different."),
      )
      .default({})
      .describe("What single teams have different."),
    byService: z
      .record(serviceName, exception.describe("What this service has different."))
      .default({})
      .describe("What single services have different; a service wins over its team."),
  })
  .prefault({})
  .describe("Who is told about what; `{}` for nobody.");
