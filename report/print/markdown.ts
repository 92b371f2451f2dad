import { isNoise } from "../compare-items.ts";
import type { LiveReport } from "../live.ts";
import type { EnvironmentReport, ItemReport, OwnerReport, Report } from "../model.ts";
import { itemLines, noiseText } from "./field-lines.ts";
import { liveText } from "./live-text.ts";
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

export interface MarkdownOptions {
  /** Length of the whole that must not be passed; objects that have no room are counted. */
  readonly maxCharacters?: number;
  /** Where the whole report is, named where something is left out; a sentence. */
  readonly fullReport?: string;
}

const mostLines = 20;
const mostServices = 150;
/** Characters between two parts, and those that close one. */
const between = 2;
const closing = "</details>".length + 2 * between;

/** The report as a comment on a pull request. Long ones are cut by object, never inside one. */
export function markdown(report: Report, options: MarkdownOptions = {}): string {
  const { maxCharacters = Infinity, fullReport = "" } = options;
  const head = [`## Preview: ${text(headline(report))}`, "", ...firstScreen(report)].join("\n");
  const room = new Room(maxCharacters - head.length - fullReport.length - 200);
  const parts = report.environments.map((each) => environmentPart(each, report, room));
  const left = room.left === 0 ? "" : leftOut(room.left, fullReport);
  return `${[head, ...parts.filter((part) => part !== ""), left].filter(Boolean).join("\n\n")}\n`;
}

/** How many characters are left; what does not fit is counted. */
class Room {
  left = 0;
  private characters: number;

  constructor(characters: number) {
    this.characters = characters;
  }

  /** The part when it fits, else nothing. */
  take(part: string, objects: number): string {
    if (!this.reserve(part.length + between)) {
      this.left += objects;
      return "";
    }
    return part;
  }

  /** Keeps characters for what surrounds other parts; false when there are not as many. */
  reserve(characters: number): boolean {
    if (characters > this.characters) return false;
    this.characters -= characters;
    return true;
  }
}

function leftOut(objects: number, fullReport: string): string {
  return `_${String(objects)} more ${objects === 1 ? "object changes" : "objects change"}; there is no room for them here. ${fullReport}_`;
}

function firstScreen(report: Report): string[] {
  const { environments, base, head, remarks } = report;
  const all = matrix(report);
  const touched = all.filter(({ rows }) => isTouched(rows));
  const titles = ["", ...environments.map(({ environment }) => environment)];
  const rows = [
    ...touched
      .slice(0, mostServices)
      .map(({ service, rows: cells }) => [`**${service}**`, ...cells.map(cell)]),
    ...demandRows(report),
    ...[policyRow(report) ?? []].filter(({ length }) => length > 0),
  ];
  const same = all.length - touched.length;
  const hidden = Math.max(0, touched.length - mostServices);
  return [
    `${code(revisionText(base))} → ${code(revisionText(head))}`,
    "",
    table(titles, rows),
    ...(hidden === 0
      ? []
      : ["", `${String(hidden)} more services change; there is no room for them here.`]),
    ...(same === 0 ? [] : ["", `${String(same)} of ${String(all.length)} services stay the same.`]),
    ...environments.flatMap(noticesOf).flatMap(noticed),
    ...[...remarks, ...notCounted(report)].flatMap((remark) => ["", text(remark)]),
    ...(report.live ?? []).flatMap(livePart),
  ];
}

/** In a fence of four, since the engine's words may hold one of three. */
function livePart(live: LiveReport): string[] {
  const { title, lines } = liveText(live);
  const words = lines.map((line) => line.replace(/`{4,}/g, "```"));
  return ["", `### ${text(title)}`, "", "````text", ...words, "````"];
}

function noticed({ kind, title, lines }: Notice): string[] {
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  return [
    "",
    kind === "fixed" ? "> [!NOTE]" : "> [!WARNING]",
    `> ${title}:`,
    ...shown.map((line) => `> - ${text(line)}`),
    ...(more === 0 ? [] : [`> - and ${String(more)} more`]),
  ];
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((each) => each.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

function environmentPart(environment: EnvironmentReport, report: Report, room: Room): string {
  const { owners, unknown } = environment;
  if (owners.length === 0 && unknown.length === 0) return "";
  const open = environment.isNext ? " open" : "";
  const start = `<details${open}><summary><b>${html(environmentTitle(environment, report))}</b></summary>`;
  room.reserve(start.length + closing);
  const notes = unknown.map((each) => room.take(`- ${text(each)}`, 0)).filter(Boolean);
  const parts = owners.map((owner) => ownerPart(owner, room)).filter(Boolean);
  const known = notes.length > 0 ? [notes.join("\n")] : [];
  return [start, ...known, ...parts, "</details>"].join("\n\n");
}

function ownerPart(owner: OwnerReport, room: Room): string {
  const telling = owner.items.filter((item) => !isNoise(item));
  const noise = owner.items.filter(isNoise);
  const start = `<details><summary>${html(ownerTitle(owner))}</summary>`;
  if (!room.reserve(start.length + closing)) {
    room.left += telling.length;
    return "";
  }
  const items = telling.map((item) => room.take(itemPart(item), 1)).filter(Boolean);
  const quiet =
    noise.length === 0
      ? ""
      : room.take(
          `Only labels, checksums and the like: ${noise.map(({ path }) => code(path)).join(", ")}`,
          0,
        );
  if (items.length === 0 && quiet === "") return "";
  return [start, ...items, ...(quiet === "" ? [] : [quiet]), "</details>"].join("\n\n");
}

function itemPart(item: ItemReport): string {
  const lines = itemLines(item).map(({ sign, text: line }) => `${sign} ${line}`);
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  const danger = item.dangers.length > 0 ? "⚠ " : "";
  const noise = noiseText(item);
  return [
    `<details><summary>${danger}${html(itemTitle(item))}</summary>`,
    [`${fence}diff`, ...lines, fence].join("\n"),
    ...(noise === "" ? [] : [`And what follows from it: ${text(noise)}`]),
    "</details>",
  ].join("\n\n");
}

function longestRun(content: string): number {
  return Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Plain words in Markdown: nothing in them may become a link, a mention or markup. */
function text(words: string): string {
  return words
    .replace(/[\\`*_[\]<>#|]/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replaceAll("\n", " ");
}

function code(words: string): string {
  return `\`${words.replaceAll("`", "'")}\``;
}

function html(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
