import { isNoise } from "../compare-items.ts";
import type { LiveReport } from "../live.ts";
import type { EnvironmentReport, ItemReport, OwnerReport, Report } from "../model.ts";
import { itemLines, noiseText } from "./field-lines.ts";
import { liveText } from "./live-text.ts";
import { script, style } from "./page-parts.ts";
import {
  cell,
  demandRows,
  environmentTitle,
  headline,
  isTouched,
  itemTitle,
  matrix,
  notCounted,
  noticesOf,
  ownerTitle,
  policyRow,
  revisionText,
  type Notice,
} from "./summary.ts";

/** The report as one page that asks nobody for anything: it can be kept, sent and opened from a disk. */
export function html(report: Report): string {
  const { base, head, environments, remarks } = report;
  const title = headline(report);
  // Nothing may be fetched from anywhere, whatever is in the report.
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Preview: ${escaped(title)}</title>`,
    `<style>${style}</style>\n</head>\n<body>`,
    `<h1>${escaped(title)}</h1>`,
    `<p>${escaped(revisionText(base))} → ${escaped(revisionText(head))}</p>`,
    table(report),
    ...environments.flatMap(noticesOf).map(noticed),
    ...[...remarks, ...notCounted(report)].map((remark) => `<p>${escaped(remark)}</p>`),
    ...(report.live ?? []).map(livePart),
    filters(report),
    ...environments.map((each) => section(each, report)),
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join("\n");
}

function table(report: Report): string {
  const titles = ["", ...report.environments.map(({ environment }) => environment)];
  const policy = policyRow(report);
  const rows = [
    ...matrix(report).map(({ service, rows: cells }) =>
      row([service, ...cells.map(cell)], isTouched(cells) ? "touched" : "same"),
    ),
    ...demandRows(report).map((cells) => row(cells, "demand")),
    ...(policy === undefined ? [] : [row(policy, "policy")]),
  ];
  const names = titles.map((each) => `<th scope="col">${escaped(each)}</th>`).join("");
  return `<table id="matrix">\n<thead><tr>${names}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`;
}

function row(cells: readonly string[], kind: string): string {
  const [name = "", ...rest] = cells;
  const values = rest.map((each) => `<td>${escaped(each)}</td>`).join("");
  return `<tr class="${kind}"><th scope="row">${escaped(name)}</th>${values}</tr>`;
}

function noticed({ kind, title, lines }: Notice): string {
  const items = lines.map((each) => `<li>${escaped(each)}</li>`).join("");
  return `<div class="${kind}"><b>${escaped(title)}</b><ul>${items}</ul></div>`;
}

function livePart(live: LiveReport): string {
  const { title, lines } = liveText(live);
  return `<details class="live" open><summary>${escaped(title)}</summary><pre>${escaped(lines.join("\n"))}</pre></details>`;
}

function filters(report: Report): string {
  const option = (value: string) => `<option>${escaped(value)}</option>`;
  const environments = report.environments.map(({ environment }) => option(environment));
  const services = matrix(report).map(({ service }) => option(service));
  return [
    '<form id="filters">',
    `<label>Environment <select id="environment"><option value="">all</option>${environments.join("")}</select></label>`,
    `<label>Service <select id="service"><option value="">all</option>${services.join("")}</select></label>`,
    '<label><input type="checkbox" id="dangerous"> only what is dangerous</label>',
    '<button type="button" id="unfold">Unfold all</button> <button type="button" id="fold">Fold all</button>',
    "</form>",
  ].join("\n");
}

function section(environment: EnvironmentReport, report: Report): string {
  const { unknown, owners, services } = environment;
  const open = environment.isNext ? " open" : "";
  return [
    `<details class="environment" data-environment="${escaped(environment.environment)}"${open}>`,
    `<summary>${escaped(environmentTitle(environment, report))}</summary>`,
    ...unknown.map((each) => `<p class="unknown">${escaped(each)}</p>`),
    ...owners.map((owner) => ownerPart(owner, serviceOf(owner, services))),
    "</details>",
  ].join("\n");
}

/** The service that an Application is for; none for the platform's own. */
function serviceOf({ kind, name }: OwnerReport, services: EnvironmentReport["services"]): string {
  if (kind !== "Application") return "";
  return services.find(({ application }) => application === name)?.service ?? "";
}

function ownerPart(owner: OwnerReport, service: string): string {
  const telling = owner.items.filter((item) => !isNoise(item));
  const noise = owner.items.filter(isNoise).map(({ path }) => path);
  return [
    `<details class="owner" data-service="${escaped(service)}"><summary>${escaped(ownerTitle(owner))}</summary>`,
    ...telling.map(itemPart),
    ...(noise.length === 0
      ? []
      : [`<p class="noise">Only labels, checksums and the like: ${escaped(noise.join(", "))}</p>`]),
    "</details>",
  ].join("\n");
}

const classes = { "+": "new", "-": "old", " ": "same" } as const;

function itemPart(item: ItemReport): string {
  const isDangerous = item.dangers.length > 0;
  const lines = itemLines(item).map(
    ({ sign, text }) => `<span class="${classes[sign]}">${sign} ${escaped(text)}</span>`,
  );
  const noise = noiseText(item);
  return [
    `<details class="item${isDangerous ? " dangerous" : ""}"><summary>${escaped(itemTitle(item))}</summary>`,
    ...item.dangers.map((each) => `<p class="danger">${escaped(each)}</p>`),
    `<pre>${lines.join("\n")}</pre>`,
    ...(noise === "" ? [] : [`<p class="noise">And what follows from it: ${escaped(noise)}</p>`]),
    "</details>",
  ].join("\n");
}

function escaped(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
