import { emailTemplates } from "./email.ts";
import { slackTemplates } from "./slack.ts";
import { teamsTemplates } from "./teams.ts";
import { color } from "./wording.ts";

/** `alertmanager.templateFiles` of the chart: one look for every channel. */
export const templateFiles: Readonly<Record<string, string>> = {
  "msa.tmpl": [color, slackTemplates, teamsTemplates, emailTemplates].join("\n"),
};
