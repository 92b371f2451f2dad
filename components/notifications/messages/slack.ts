import {
  define,
  linkLine,
  type MessageRow,
  rows,
  sentences,
  sinceUtc,
  titleOf,
  when,
  withSince,
} from "./wording.ts";

const escaped = '{{ template "msa.slack.escape" . }}';

/**
 * The three characters that Slack reads (docs.slack.dev, "Formatting message text"): with them gone
 * no text can mention a channel or become a link.
 */
const escape = define(
  "msa.slack.escape",
  '{{ reReplaceAll ">" "&gt;" (reReplaceAll "<" "&lt;" (reReplaceAll "&" "&amp;" .)) }}',
);

const row = ({ title, value }: MessageRow) => when(value, `*${title}:* ${escaped}\n`);

/** In the reader's own time, which Slack fills in. */
const since = withSince(
  `*Since:* <!date^{{ $since.Unix }}^{date_short} {time_secs}|${sinceUtc}>\n`,
);

/** A fence inside the text would end the block. */
const error = when(
  ".CommonAnnotations.error",
  `\`\`\`\n{{ template "msa.slack.escape" (reReplaceAll "\`\`\`" "'''" .) }}\n\`\`\`\n`,
);

/** Messages as an attachment with a coloured edge: title, and text in Slack's own markup. */
export const slackTemplates = [
  escape,
  define("msa.slack.title", titleOf(escaped)),
  define(
    "msa.slack.text",
    sentences({ one: `${escaped}\n`, each: `• ${escaped}\n` }) +
      rows.map(row).join("") +
      since +
      error +
      linkLine(({ title }) => `<${escaped}|${title}>`),
  ),
].join("");

/** Fields of `slack_configs` that say how a message looks; without ours some have words of Alertmanager's. */
export const slackLook = {
  color: '{{ template "msa.color" . }}',
  title: '{{ template "msa.slack.title" . }}',
  title_link: "{{ .CommonAnnotations.argocd_url }}",
  fallback: '{{ template "msa.slack.title" . }}',
  text: '{{ template "msa.slack.text" . }}',
  username: "",
  mrkdwn_in: ["text"],
} as const;
