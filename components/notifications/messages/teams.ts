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

const escaped = '{{ template "msa.teams.escape" . }}';

/**
 * Characters that the Markdown of an Adaptive Card reads get a backslash; two braces would begin a
 * function of the card. Only an empty line begins a new line.
 */
const escape = define(
  "msa.teams.escape",
  '{{ reReplaceAll "\\\\n\\\\s*" "\\n\\n" (reReplaceAll "\\\\{\\\\{" "{ {" (reReplaceAll "([\\\\\\\\`*_\\\\[\\\\]])" "\\\\$1" .)) }}',
);

const row = ({ title, value }: MessageRow) => when(value, `**${title}:** ${escaped}\n\n`);

/** Messages as Markdown; Alertmanager makes the Adaptive Card around it, with a red title while it fires. */
export const teamsTemplates = [
  escape,
  define("msa.teams.title", titleOf(escaped)),
  define(
    "msa.teams.text",
    sentences({ one: `${escaped}\n\n`, each: `- ${escaped}\n\n` }) +
      rows.map(row).join("") +
      withSince(`**Since:** ${sinceUtc}\n\n`) +
      when(".CommonAnnotations.error", `**Error:** ${escaped}\n\n`) +
      linkLine(({ title }) => `[${title}]({{ . }})`),
  ),
].join("");

/** Fields of `msteamsv2_configs` that say how a message looks. */
export const teamsLook = {
  title: '{{ template "msa.teams.title" . }}',
  text: '{{ template "msa.teams.text" . }}',
} as const;
