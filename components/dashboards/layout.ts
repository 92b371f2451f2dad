import type { Panel, RowPanel } from "./grafana-json.ts";
import { panel, type PanelContext } from "./panel.ts";
import type { RowSpec } from "./panel-spec.ts";

/** Columns of Grafana's grid. */
const columns = 24;

/**
 * Puts rows below each other and their panels from left to right, as text flows. Panels of one line
 * share its height, so nothing overlaps and no hole is left.
 */
export function layOut(
  rows: readonly RowSpec[],
  context: PanelContext,
): readonly (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const row of rows) {
    placed.push(heading(row.title, placed.length + 1, y));
    y += 1;
    for (const line of lines(row)) {
      let x = 0;
      const h = Math.max(...line.map(({ height }) => height));
      for (const spec of line) {
        const gridPos = { x, y, w: spec.width, h };
        placed.push(panel(spec, { id: placed.length + 1, gridPos }, context));
        x += spec.width;
      }
      y += h;
    }
  }
  return placed;
}

function heading(title: string, id: number, y: number): RowPanel {
  return {
    id,
    type: "row",
    title,
    collapsed: false,
    gridPos: { x: 0, y, w: columns, h: 1 },
    panels: [],
  };
}

function lines({ panels }: RowSpec): readonly RowSpec["panels"][] {
  const result: RowSpec["panels"][number][][] = [];
  let used = columns;
  for (const spec of panels) {
    if (used + spec.width > columns) {
      result.push([]);
      used = 0;
    }
    result.at(-1)?.push(spec);
    used += spec.width;
  }
  return result;
}
