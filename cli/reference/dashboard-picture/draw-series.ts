import type { Box, PicturedPanel } from "./model.ts";
import { curve, seriesNames } from "./samples.ts";
import { colourOf, element, fit, ink, label, palette, path } from "./svg.ts";
import { axisEnd, isCount, isWhole, levelOf, shareOf, stepsOf, written } from "./values.ts";

const points = 48;
const gridLines = 4;
/** Room for the numbers beside an axis, and for the names below it. */
const margin = { left: 58, bottom: 24 } as const;

/** Where values are in a plot: its frame, and the value at its upper edge. */
interface Plot {
  readonly frame: Box;
  readonly end: number;
}

/** Curves over time with an axis, thresholds and names. */
export function drawTimeSeries(panel: PicturedPanel, box: Box): string {
  const names = seriesNames(panel);
  const stacked = panel.fieldConfig?.defaults.custom?.stacking?.mode === "normal";
  const curves = stackedIf(stacked, sampleCurves(panel, names));
  const highest = Math.max(0, ...curves.flat());
  const plot = { frame: frameIn(box), end: axisEnd(panel, highest) };
  const drawn = curves.map((values, index) => drawCurve(plot, values, index, stacked));
  // The last of a stack is the tallest and must not hide the others.
  const parts = stacked ? [...drawn].reverse() : drawn;
  return [axis(panel, plot), ...parts, thresholds(panel, plot), legend(names, box)].join("");
}

function frameIn({ x, y, w, h }: Box): Box {
  return { x: x + margin.left, y, w: w - margin.left, h: h - margin.bottom };
}

function sampleCurves(panel: PicturedPanel, names: readonly string[]): readonly number[][] {
  const level = levelOf(panel);
  return names.map((name, index) => {
    const about = level * shareOf(panel, name, index);
    const calm = isWhole(panel) || /HPA|maximum/.test(name);
    const values = curve(`${panel.title} ${name}`, about, { count: points, calm });
    return isCount(panel) ? values.map(Math.round) : [...values];
  });
}

function stackedIf(stacked: boolean, curves: readonly number[][]): readonly number[][] {
  if (!stacked) {
    return curves;
  }
  const below = Array.from({ length: points }, () => 0);
  return curves.map((values) =>
    values.map((value, index) => {
      const sum = (below[index] ?? 0) + value;
      below[index] = sum;
      return sum;
    }),
  );
}

function place({ frame, end }: Plot, value: number): number {
  return frame.y + frame.h * (1 - Math.min(value / end, 1));
}

function drawCurve(plot: Plot, values: readonly number[], index: number, stacked: boolean): string {
  const { frame } = plot;
  const colour = palette[index % palette.length] ?? ink.text;
  const line = values.map(
    (value, at) => [frame.x + (frame.w * at) / (values.length - 1), place(plot, value)] as const,
  );
  const bottom = frame.y + frame.h;
  const area = path([...line, [frame.x + frame.w, bottom], [frame.x, bottom]]);
  return (
    element("path", { d: `${area}Z`, fill: colour, "fill-opacity": stacked ? 0.3 : 0.1 }) +
    element("path", { d: path(line), fill: "none", stroke: colour, "stroke-width": 1.5 })
  );
}

function axis(panel: PicturedPanel, plot: Plot): string {
  const { frame, end } = plot;
  const unit = panel.fieldConfig?.defaults.unit;
  return Array.from({ length: gridLines + 1 }, (_, index) => {
    const value = (end * index) / gridLines;
    const y = place(plot, value);
    return (
      element("line", { x1: frame.x, x2: frame.x + frame.w, y1: y, y2: y, stroke: ink.grid }) +
      label(frame.x - 6, y + 3.5, written(value, unit), { class: "s", "text-anchor": "end" })
    );
  }).join("");
}

function thresholds(panel: PicturedPanel, plot: Plot): string {
  const { frame, end } = plot;
  return stepsOf(panel)
    .filter(({ value }) => value <= end)
    .map(({ value, color }) => {
      const y = place(plot, value);
      const line = { x1: frame.x, x2: frame.x + frame.w, y1: y, y2: y };
      return element("line", { ...line, stroke: colourOf(color), "stroke-dasharray": "5 4" });
    })
    .join("");
}

function legend(names: readonly string[], box: Box): string {
  const y = box.y + box.h - 4;
  const room = box.w - 8;
  const parts: string[] = [];
  let x = box.x + 4;
  for (const [index, name] of names.entries()) {
    const words = fit(name, room / Math.min(names.length, 3) - 20);
    const width = words.length * 5.6 + 26;
    if (x + width > box.x + room) {
      parts.push(label(x, y, "…", { class: "s" }));
      break;
    }
    const colour = palette[index % palette.length] ?? ink.text;
    parts.push(element("rect", { x, y: y - 5, width: 10, height: 3, fill: colour }));
    parts.push(label(x + 14, y, words, { class: "s" }));
    x += width;
  }
  return parts.join("");
}
