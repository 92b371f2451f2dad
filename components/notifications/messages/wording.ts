import { events } from "../events.ts";

/** A line of a message: what it is, and where its value comes from. */
export interface MessageRow {
  readonly title: string;
  /** Expression of Go's template language over the data of a message; empty: no line. */
  readonly value: string;
}

/** What a person needs first, in this order. */
export const rows: readonly MessageRow[] = [
  { title: "Service", value: ".CommonLabels.service" },
  { title: "Environment", value: ".CommonLabels.environment" },
  { title: "Version", value: ".CommonAnnotations.version" },
  { title: "Team", value: ".CommonLabels.team" },
  { title: "Pod", value: ".CommonLabels.pod" },
];

/** Where it goes on from here. */
export const links: readonly MessageRow[] = [
  { title: "Argo CD", value: ".CommonAnnotations.argocd_url" },
  { title: "Dashboard", value: ".CommonAnnotations.dashboard_url" },
  { title: "Runbook", value: ".CommonAnnotations.runbook_url" },
];

/** So many alerts of one message are said by name. */
export const mostAlerts = 10;

/** One template of ours, by which others name it. */
export function define(name: string, text: string): string {
  return `{{ define "${name}" }}${text}{{ end }}\n`;
}

/** Text that is there only when its value is; inside, the value is `.`. */
export function when(value: string, text: string): string {
  return `{{ with ${value} }}${text}{{ end }}`;
}

/**
 * For each sentence of a message: one alert says its summary and its description; several say their
 * summaries, one below the other, since each is about another pod.
 *
 * @param item what stands around the text, which is `.`.
 */
export function sentences(item: { readonly one: string; readonly each: string }): string {
  const alone = "(index .Alerts 0).Annotations";
  const several = `{{ range $index, $alert := .Alerts }}{{ if lt $index ${mostAlerts} }}{{ with $alert.Annotations.summary }}${item.each}{{ end }}{{ end }}{{ end }}`;
  const more = `{{ if gt (len .Alerts) ${mostAlerts} }}${when('printf "… %d in all" (len .Alerts)', item.each)}{{ end }}`;
  const one = `${when(`${alone}.summary`, item.one)}${when(`${alone}.description`, item.one)}`;
  return `{{ if eq (len .Alerts) 1 }}${one}{{ else }}${several}${more}{{ end }}`;
}

/** `text` with `$since`, when it began: with several alerts in one message, the first of them. */
export function withSince(text: string): string {
  return `{{ $since := (index .Alerts 0).StartsAt }}{{ range .Alerts }}{{ if .StartsAt.Before $since }}{{ $since = .StartsAt }}{{ end }}{{ end }}${text}`;
}

/** A moment as everybody reads it. */
export const sinceUtc = '{{ $since.UTC.Format "2006-01-02 15:04:05 UTC" }}';

/** Links in one line, with a dot between two; nothing at all, not even what stands around, without a link. */
export function linkLine(
  link: (row: MessageRow) => string,
  [before, after]: readonly [string, string] = ["", ""],
): string {
  const any = links.map(({ value }) => value).join(" ");
  const all = links.map((row) =>
    when(row.value, `{{ $between }}${link(row)}{{ $between = " · " }}`),
  );
  return `{{ if or ${any} }}${before}{{ $between := "" }}${all.join("")}${after}{{ end }}`;
}

const eventWords = Object.entries(events)
  .map(([event, { title }], index) => `${index > 0 ? "else " : ""}if eq . "${event}" }}${title}`)
  .join("{{ ");

/** What happened, and where. @param text stands for a label's value, which is `.`. */
export function titleOf(text: string): string {
  return [
    when(".CommonLabels.environment", "[{{ toUpper . }}] "),
    when(".CommonLabels.event", `{{ ${eventWords}{{ else }}${text}{{ end }}`),
    when(".CommonLabels.service", `: ${text}`),
    when(".CommonLabels.resource", ` (${text})`),
  ].join("");
}

/** Green for what went well, red for what must not wait. */
export const color = define(
  "msa.color",
  '{{ if eq .CommonLabels.event "deployment-complete" }}#2eb67d{{ else if eq .CommonLabels.severity "critical" }}#e01e5a{{ else }}#ecb22e{{ end }}',
);
