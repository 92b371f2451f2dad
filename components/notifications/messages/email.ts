import {
  define,
  linkLine,
  links,
  type MessageRow,
  rows,
  sentences,
  sinceUtc,
  titleOf,
  when,
  withSince,
} from "./wording.ts";

const textRow = ({ title, value }: MessageRow) => when(value, `${title}: {{ . }}\n`);

/** `$gap` is an empty line below the sentences, if there are any. */
const sentence = (mark: string) => `${mark}{{ . }}\n{{ $gap = "\\n" }}`;

const text =
  '{{ template "msa.title" . }}\n\n{{ $gap := "" }}' +
  sentences({ one: sentence(""), each: sentence("- ") }) +
  "{{ $gap }}" +
  rows.map(textRow).join("") +
  withSince(`Since: ${sinceUtc}\n`) +
  when(".CommonAnnotations.error", "\nError:\n{{ . }}\n") +
  "\n" +
  links.map(textRow).join("");

const cell = 'style="padding:2px 16px 2px 0;vertical-align:top"';

const tableRow = (title: string, value: string) =>
  `<tr><th ${cell} align="left">${title}</th><td ${cell}>${value}</td></tr>`;

const htmlRow = ({ title, value }: MessageRow) => when(value, tableRow(title, "{{ . }}"));

/** Styles stand at each element: mail programs drop a style sheet. Every value is escaped by html/template. */
const html =
  "<!doctype html>" +
  '<html><head><meta charset="utf-8"><title>{{ template "msa.title" . }}</title></head>' +
  '<body style="font:14px/1.5 sans-serif;margin:0;padding:16px">' +
  '<div style="border-left:4px solid {{ template "msa.color" . }};padding-left:12px">' +
  '<h2 style="font-size:18px;margin:0 0 8px">{{ template "msa.title" . }}</h2>' +
  sentences({
    one: '<p style="margin:0 0 8px">{{ . }}</p>',
    each: '<p style="margin:0 0 4px">• {{ . }}</p>',
  }) +
  '<table style="border-collapse:collapse;font-size:14px">' +
  rows.map(htmlRow).join("") +
  withSince(tableRow("Since", sinceUtc)) +
  "</table>" +
  when(
    ".CommonAnnotations.error",
    '<pre style="background:#f4f4f4;padding:8px;white-space:pre-wrap">{{ . }}</pre>',
  ) +
  linkLine(({ title }) => `<a href="{{ . }}">${title}</a>`, ["<p>", "</p>"]) +
  "</div></body></html>";

/** Messages in both forms of a mail. */
export const emailTemplates = [
  define("msa.title", titleOf("{{ . }}")),
  define("msa.email.text", text),
  define("msa.email.html", html),
].join("");

/** Fields of `email_configs` that say how a message looks. */
export const emailLook = {
  headers: { Subject: '{{ template "msa.title" . }}' },
  text: '{{ template "msa.email.text" . }}',
  html: '{{ template "msa.email.html" . }}',
} as const;
