import { drawPanel } from "./draw-panel.ts";
import type { Box, PicturedDashboard, PicturedPanel } from "./model.ts";
import { element, escaped, fit, ink, label } from "./svg.ts";

/** Pixels of a grid unit, and of the page around it. */
const unit = { width: 50, height: 30 } as const;
const gap = 8;
const page = { width: 24 * unit.width + 2 * gap, head: 84 } as const;

const style = [
  "text{font-family:Inter,'Helvetica Neue',Arial,sans-serif;font-size:12px}",
  ".h{font-size:20px;font-weight:600}.b{font-size:12.5px;font-weight:600}",
  `.s{font-size:10.5px;fill:${ink.faint}}.t{font-size:11.5px}.n{font-size:28px;font-weight:600}`,
].join("");

/**
 * A picture of a dashboard, as SVG, drawn from its JSON: places, titles, kinds, units and thresholds
 * are the dashboard's; the numbers are made up, and the same each time.
 */
export function dashboardPicture(dashboard: PicturedDashboard): string {
  const bottom = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const height = page.head + bottom * unit.height + gap;
  const size = { width: page.width, height, viewBox: `0 0 ${page.width} ${height}` };
  const background = { x: 0, y: 0, width: page.width, height, fill: ink.page };
  return `${element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...size, role: "img", fill: ink.text },
    [
      element("title", {}, escaped(`${dashboard.title}, with made-up numbers`)),
      element("style", {}, style),
      element("rect", background),
      head(dashboard),
      ...dashboard.panels.map(framed),
    ].join("\n"),
  )}\n`;
}

/** Title, links to the other dashboards, and what the reader chooses. */
function head(dashboard: PicturedDashboard): string {
  const links = (dashboard.links ?? []).map(({ title }) => `${title} ↗`).join("  ·  ");
  const parts = [
    label(gap + 4, 34, dashboard.title, { class: "h" }),
    label(page.width - gap - 4, 34, links, { class: "t", "text-anchor": "end", fill: "#3274d9" }),
  ];
  let x = gap + 4;
  for (const variable of dashboard.templating.list) {
    const name = variable.label ?? variable.name;
    const value = chosen(variable);
    const widths = [name.length * 7 + 16, value.length * 6.6 + 28] as const;
    const chip = { y: 50, height: 26, rx: 3, stroke: ink.line };
    parts.push(element("rect", { x, width: widths[0], fill: "#e9ecef", ...chip }));
    parts.push(label(x + 8, 67, name, { class: "t" }));
    parts.push(element("rect", { x: x + widths[0], width: widths[1], fill: ink.panel, ...chip }));
    parts.push(label(x + widths[0] + 8, 67, `${value} ▾`, { class: "t" }));
    x += widths[0] + widths[1] + 12;
  }
  return parts.join("");
}

function chosen(variable: PicturedDashboard["templating"]["list"][number]): string {
  const selected = variable.options?.find((option) => option.selected === true)?.text;
  const fallback = variable.name === "datasource" ? "Prometheus" : "microservices";
  return selected ?? (variable.multi === true ? "All" : fallback);
}

function framed(panel: PicturedPanel): string {
  const { x, y, w, h } = panel.gridPos;
  const box = {
    x: gap + x * unit.width + 3,
    y: page.head + y * unit.height + 3,
    w: w * unit.width - 6,
    h: h * unit.height - 6,
  };
  if (panel.type === "row") {
    return label(box.x + 2, box.y + 18, `⌄  ${panel.title}`, { class: "b" });
  }
  const frame = { x: box.x, y: box.y, width: box.w, height: box.h, rx: 4 };
  return [
    element("rect", { ...frame, fill: ink.panel, stroke: ink.line }),
    label(box.x + 10, box.y + 20, fit(panel.title, box.w - 20, 7), { class: "b" }),
    drawPanel(panel, inside(box)),
  ].join("");
}

function inside({ x, y, w, h }: Box): Box {
  return { x: x + 10, y: y + 34, w: w - 20, h: h - 42 };
}
