import { badFrom, type RowSpec } from "../panel-spec.ts";
import { asOneTable, colouredWords } from "../table.ts";

const firing = 'ALERTS{alertstate="firing",environment="${environment:text}"}';

/** What fires. */
export const alertsRow: RowSpec = {
  title: "Alerts",
  panels: [
    {
      kind: "table",
      title: "Firing alerts",
      description: "Alerts of this environment that fire now. What to do is in the runbook.",
      unit: "none",
      width: 16,
      height: 7,
      noValue: "Nothing fires",
      queries: [
        {
          expr: `max by (alertname, severity, service, team, resource) (${firing})`,
        },
      ],
      transformations: asOneTable(
        {
          alertname: "Alert",
          severity: "Severity",
          service: "Service",
          team: "Team",
          resource: "Resource",
        },
        ["Value"],
      ),
      overrides: [colouredWords("Severity", { critical: "red", warning: "orange" })],
    },
    {
      kind: "timeseries",
      title: "Alerts over time",
      description: "How many alerts of this environment fired, by severity.",
      unit: "none",
      width: 8,
      height: 7,
      stacked: true,
      thresholds: badFrom(1),
      queries: [{ expr: `count by (severity) (${firing})`, legend: "{{severity}}" }],
    },
  ],
};
