import type { Dashboard, Panel } from "../../components/dashboards/grafana-json.ts";

/** What a reader chose: of each variable the value, and the text shown for it. */
export type Choice = Readonly<Record<string, { readonly value: string; readonly text?: string }>>;

/** A panel's query, and where it stands. */
export interface PanelQuery {
  /** `<dashboard>: <panel>: <refId>`. */
  readonly where: string;
  readonly panel: Panel;
  readonly legend?: string;
  /** With every variable put in, as Grafana does before it asks. */
  readonly expr: string;
}

/** Four scrapes of 30 seconds, as Grafana's Prometheus data source counts it. */
const rateInterval = "2m";

/** Puts in variables as Grafana does. Throws when one is not known. */
export function interpolate(text: string, choice: Choice): string {
  return text.replace(
    /\$\{(\w+)(?::(\w+))?\}|\$([A-Za-z_]\w*)/g,
    (_, braced: string | undefined, format: string | undefined, plain: string | undefined) => {
      const name = braced ?? plain ?? "";
      if (name === "__rate_interval") {
        return rateInterval;
      }
      const chosen = choice[name];
      if (chosen === undefined) {
        throw new Error(`${text}: no variable ${name}.`);
      }
      return format === "text" ? (chosen.text ?? chosen.value) : chosen.value;
    },
  );
}

/** The panels of a dashboard, without the headings of rows. */
export function panelsOf(dashboard: Dashboard): readonly Panel[] {
  return dashboard.panels.filter((panel): panel is Panel => panel.type !== "row");
}

/** Every query of a dashboard's panels. */
export function panelQueries(dashboard: Dashboard, choice: Choice): readonly PanelQuery[] {
  return panelsOf(dashboard).flatMap((panel) =>
    panel.targets.map(({ refId, expr, legendFormat }) => ({
      where: `${dashboard.uid}: ${panel.title}: ${refId}`,
      panel,
      legend: legendFormat,
      expr: interpolate(expr, choice),
    })),
  );
}

/** The label and the series that a variable's `label_values(series, label)` reads. */
export function labelQuery(definition: string, choice: Choice): { label: string; series: string } {
  const [, series, label] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
  if (series === undefined || label === undefined) {
    throw new Error(`${definition}: is not label_values(series, label).`);
  }
  return { label, series: interpolate(series, choice) };
}
