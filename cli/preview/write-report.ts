import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Report } from "../../report/model.ts";
import { markdown } from "../../report/print/markdown.ts";
import { html } from "../../report/print/html.ts";
import { terminal } from "../../report/print/terminal.ts";

export type ReportFormat = "terminal" | "markdown" | "html" | "json";

/** GitHub refuses a comment of more than 65,536 characters; some are left for what goes around it. */
const mostOfAComment = 60_000;

/** The report in one form, without the last line's end. */
export function reportText(report: Report, format: ReportFormat, colour: boolean): string {
  switch (format) {
    case "terminal":
      return terminal(report, colour);
    case "markdown":
      return markdown(report).trimEnd();
    case "html":
      return html(report).trimEnd();
    case "json":
      return JSON.stringify(report, null, 2);
  }
}

/** Writes the report in every form for machines and pages; the Markdown is cut to fit into a comment. */
export function writeReport(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const fullReport = "The artifact of this run holds report.html, the whole page.";
  const files = {
    "report.md": markdown(report, { maxCharacters: mostOfAComment, fullReport }),
    "report.html": html(report),
    "report.json": `${JSON.stringify(report, null, 2)}\n`,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
