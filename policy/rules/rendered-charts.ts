import { inObject } from "../model/in-object.ts";
import { levels, rule } from "../rule.ts";

export const renderedCharts = rule({
  name: "rendered-charts",
  family: "stack",
  description:
    "Every Release and every Application can be rendered, so that the rules see what will run.",
  reason: "What nobody can see is not checkable; it must never count as passed.",
  levels: levels.fromStaging,
  remediation: "Make the chart's repository reachable, or give its package in a folder of charts.",
  references: ["None elsewhere: no other linter looks behind a Release or an Application"],
  scope: "object",
  check: ({ unrendered }) =>
    unrendered.map(({ subject, reason }) =>
      inObject(subject, "chart", "rendered", { actual: `not checkable (${oneLine(reason)})` }),
    ),
});

const longest = 160;

function oneLine(reason: string): string {
  const text = reason.replaceAll(/\s+/g, " ").trim();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
