import { warnAndBad, type RowSpec } from "../panel-spec.ts";
import { containerOfService } from "../selectors.ts";

const ofContainer = "{{pod}} {{container}}";

const third = { kind: "timeseries", width: 8, height: 8, unit: "percentunit", min: 0 } as const;
const recorded = (series: string) => [
  { expr: `${series}{${containerOfService}}`, legend: ofContainer },
];

/** How near containers are to what they may use. */
export const limitsRow: RowSpec = {
  title: "Limits",
  panels: [
    {
      ...third,
      title: "CPU of its limit",
      description: "CPU each container uses, as a share of its limit. At 100% it is throttled.",
      thresholds: warnAndBad(0.8, 0.95),
      queries: recorded("container:cpu_usage_limit:ratio_rate5m"),
    },
    {
      ...third,
      title: "CPU throttled",
      description:
        "Share of CPU periods in which a container had to wait for its limit. An alert fires above 25%.",
      thresholds: warnAndBad(0.1, 0.25),
      queries: recorded("container:cpu_throttled:ratio_rate5m"),
    },
    {
      ...third,
      title: "Memory of its limit",
      description:
        "Memory each container holds, as a share of its limit. An alert fires above 90%; at 100% it is killed.",
      thresholds: warnAndBad(0.8, 0.9),
      queries: recorded("container:memory_working_set_limit:ratio"),
    },
  ],
};
