/** One series as an exporter gives it: a gauge of a fixed value, or a counter that grows. */
export interface SampleSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value?: number;
  /** Growth of a counter. */
  readonly perSecond?: number;
}

type Labels = Readonly<Record<string, string>>;

export function gauge(name: string, labels: Labels, value: number): SampleSeries {
  return { name, labels, value };
}

export function counter(name: string, labels: Labels, perSecond: number): SampleSeries {
  return { name, labels, perSecond };
}

/**
 * A histogram's series; `shares` maps an upper bound to the share of observations at or below it, and
 * the last bound is `+Inf`.
 */
export function histogram(
  name: string,
  labels: Labels,
  perSecond: number,
  shares: Readonly<Record<string, number>>,
): readonly SampleSeries[] {
  const buckets = Object.entries({ ...shares, "+Inf": 1 }).map(([le, share]) =>
    counter(`${name}_bucket`, { ...labels, le }, perSecond * share),
  );
  return [
    ...buckets,
    counter(`${name}_count`, labels, perSecond),
    counter(`${name}_sum`, labels, perSecond * 200),
  ];
}

/** Seconds between two samples, as the platform scrapes. */
const interval = 30;

/**
 * The series as OpenMetrics text with timestamps, `seconds` long and ending at `end` (Unix seconds),
 * as `promtool tsdb create-blocks-from openmetrics` reads it.
 */
export function openMetrics(
  series: readonly SampleSeries[],
  { end, seconds }: { readonly end: number; readonly seconds: number },
): string {
  const steps = Math.floor(seconds / interval);
  const lines = series.flatMap(({ name, labels, value, perSecond }) => {
    const text = Object.entries(labels).map(([key, word]) => `${key}="${word}"`);
    return Array.from({ length: steps + 1 }, (_, step) => {
      const sample = value ?? 1000 + (perSecond ?? 0) * step * interval;
      return `${name}{${text.join(",")}} ${sample} ${end - (steps - step) * interval}`;
    });
  });
  return `${lines.join("\n")}\n# EOF\n`;
}
