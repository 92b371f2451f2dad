import { drawTimeSeries } from "./draw-series.ts";
import type { Box, PicturedPanel } from "./model.ts";
import { curve, seriesNames, steady, valuesOf } from "./samples.ts";
import { colourOf, element, fit, ink, label, path } from "./svg.ts";
import { colourAt, levelOf, written } from "./values.ts";

/** What is inside a panel, below its title. */
export function drawPanel(panel: PicturedPanel, box: Box): string {
  switch (panel.type) {
    case "timeseries":
      return drawTimeSeries(panel, box);
    case "stat":
      return drawStat(panel, box);
    case "bargauge":
      return drawBars(panel, box);
    case "table":
      return drawTable(panel, box);
    case "heatmap":
      return drawHeatmap(panel, box);
    default:
      return label(box.x, box.y + 20, panel.type, { class: "s" });
  }
}

function drawStat(panel: PicturedPanel, box: Box): string {
  const unit = panel.fieldConfig?.defaults.unit;
  const names = seriesNames(panel);
  const width = box.w / names.length;
  return names
    .map((name, index) => {
      // Beside a number of nodes stands a yes, which is 1.
      const value = index === 0 ? levelOf(panel) : 1;
      const colour = colourOf(colourAt(panel, value));
      const x = box.x + width * index;
      const middle = { "text-anchor": "middle", fill: colour, class: "n" };
      const line = curve(`${panel.title} ${name}`, 0.5, { count: 24 }).map(
        (at, step) => [x + (width * step) / 23, box.y + box.h - box.h * 0.3 * at] as const,
      );
      const area = path([...line, [x + width, box.y + box.h], [x, box.y + box.h]]);
      return (
        element("path", { d: `${area}Z`, fill: colour, "fill-opacity": 0.12 }) +
        label(x + width / 2, box.y + box.h * 0.55, written(value, unit), middle) +
        (names.length > 1
          ? label(x + width / 2, box.y + 14, name, { class: "s", "text-anchor": "middle" })
          : "")
      );
    })
    .join("");
}

function drawBars(panel: PicturedPanel, box: Box): string {
  const unit = panel.fieldConfig?.defaults.unit;
  const names = seriesNames(panel).slice(0, Math.max(1, Math.floor(box.h / 30)));
  const step = Math.min(38, box.h / names.length);
  const left = box.x + box.w * 0.42;
  const full = box.w * 0.44;
  return names
    .map((name, index) => {
      const value = Math.min(1, levelOf(panel) * (0.6 + 0.7 * steady(`${panel.title} ${name}`)));
      const colour = colourOf(colourAt(panel, value));
      const y = box.y + step * index + (step - 16) / 2;
      const bar = { x: left, y, height: 16, rx: 2 };
      return (
        label(left - 8, y + 12, fit(name, box.w * 0.4), { class: "t", "text-anchor": "end" }) +
        element("rect", { ...bar, width: full, fill: ink.grid }) +
        element("rect", { ...bar, width: full * value, fill: colour, "fill-opacity": 0.75 }) +
        label(left + full + 8, y + 12, written(value, unit), { class: "t", fill: colour })
      );
    })
    .join("");
}

/** Columns of a table: what Grafana's own fields are called in the end, hidden ones left out. */
function columnsOf(panel: PicturedPanel): readonly (readonly [string, string])[] {
  const [organise] = (panel.transformations ?? []).filter(({ id }) => id === "organize");
  return Object.entries(organise?.options.renameByName ?? {});
}

const wordColours: Readonly<Record<string, string>> = {
  Synced: "green",
  Healthy: "green",
  critical: "red",
  warning: "orange",
};

function drawTable(panel: PicturedPanel, box: Box): string {
  const columns = columnsOf(panel);
  const width = box.w / columns.length;
  const rowHeight = 24;
  const samples = valuesOf(columns[0]?.[0] ?? "", panel).length;
  const rows = Math.min(samples, Math.floor(box.h / rowHeight) - 1);
  const header = columns.map(([, name], index) =>
    label(box.x + width * index + 4, box.y + 16, name, { class: "b" }),
  );
  const lines = Array.from({ length: rows }, (_, row) => {
    const y = box.y + rowHeight * (row + 1);
    const line = { x1: box.x, x2: box.x + box.w, y1: y, y2: y, stroke: ink.line };
    const cells = columns.map(([field], index) => {
      const words = cell(panel, field, row);
      const colour = colourOf(wordColours[words] ?? (words.includes("days") ? "green" : ink.text));
      const at = { class: "t", fill: colour };
      return label(box.x + width * index + 4, y + 16, fit(words, width - 8), at);
    });
    return element("line", line) + cells.join("");
  });
  return [...header, ...lines].join("");
}

function cell(panel: PicturedPanel, field: string, row: number): string {
  const unit = panel.fieldConfig?.defaults.unit;
  if (!field.startsWith("Value")) {
    const values = valuesOf(field, panel);
    return values[row % values.length] ?? "";
  }
  if (unit === "s") {
    return written(levelOf(panel) * (0.6 + 0.6 * steady(`${panel.title} ${row}`)), unit);
  }
  return field.endsWith("#C") ? "10" : "3";
}

function drawHeatmap(panel: PicturedPanel, box: Box): string {
  const bounds = ["5", "10", "25", "50", "100", "250", "500", "1000", "2500"];
  const columns = 40;
  const left = 58;
  const width = (box.w - left) / columns;
  const height = (box.h - 8) / bounds.length;
  return bounds
    .flatMap((bound, band) => {
      const y = box.y + height * (bounds.length - 1 - band);
      const name = label(box.x + left - 6, y + height / 2 + 3.5, `${bound} ms`, {
        class: "s",
        "text-anchor": "end",
      });
      const cells = Array.from({ length: columns }, (_, column) => {
        // Two bands: answers from the cache, and answers that were worked out.
        const near =
          Math.exp(-((band - 2) ** 2) / 1.6) + 0.7 * Math.exp(-((band - 5.2) ** 2) / 1.4);
        const shade = near * (0.65 + 0.5 * steady(`${panel.title} ${band} ${column}`));
        if (shade < 0.06) {
          return "";
        }
        const at = { x: box.x + left + width * column, y: y + 0.5 };
        const size = { width: width - 1, height: height - 1 };
        const opacity = Math.min(1, Math.round(shade * 10) / 10 + 0.05);
        return element("rect", { ...at, ...size, fill: "#e8710a", "fill-opacity": opacity });
      });
      return [name, ...cells];
    })
    .join("");
}
