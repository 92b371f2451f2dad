import type { PanelSpec, RowSpec } from "../../../components/dashboards/panel-spec.ts";

/** Title, kind and unit of each panel of a row, as one line. */
export function shown({ panels }: RowSpec): readonly string[] {
  return panels.map(({ title, kind, unit }) => `${title}: ${kind}, ${unit}`);
}

/** The panel of a title. Throws when there is none. */
export function panelNamed({ panels }: RowSpec, title: string): PanelSpec {
  const found = panels.find((panel) => panel.title === title);
  if (found === undefined) {
    throw new Error(`no panel ${title}`);
  }
  return found;
}

/** Every query of a row. */
export function exprsOf({ panels }: RowSpec): readonly string[] {
  return panels.flatMap(({ queries }) => queries.map(({ expr }) => expr));
}

/** Values from which a panel's colour changes. */
export function stepsOf(row: RowSpec, title: string): readonly number[] {
  return (panelNamed(row, title).thresholds ?? []).map(({ value }) => value);
}
