import type { PicturedPanel, Step } from "./model.ts";
import { steady } from "./samples.ts";

/** What a panel of a healthy platform shows about, by its unit. */
const usual: Readonly<Record<string, number>> = {
  reqps: 60,
  ms: 180,
  percentunit: 0.99,
  ops: 40,
  none: 4,
  s: 0.8,
  short: 120_000,
  binBps: 2_400_000,
};

function defaultsOf(panel: PicturedPanel) {
  return panel.fieldConfig?.defaults ?? {};
}

/** Steps above the first, which has no value. */
export function stepsOf(panel: PicturedPanel): readonly (Step & { readonly value: number })[] {
  const steps = defaultsOf(panel).thresholds?.steps ?? [];
  return steps.filter((step): step is Step & { value: number } => step.value !== null);
}

/** Whether more is better, as of days that are left. */
function moreIsBetter(panel: PicturedPanel): boolean {
  return defaultsOf(panel).thresholds?.steps[0]?.color === "red";
}

/** Whether a panel counts things, which come in whole numbers. */
export function isCount(panel: PicturedPanel): boolean {
  const { unit, decimals } = defaultsOf(panel);
  return unit === "none" && decimals === undefined;
}

/** A share that should be whole, such as of what is encrypted; such a curve hardly moves. */
export function isWhole(panel: PicturedPanel): boolean {
  return defaultsOf(panel).max === 1 && stepsOf(panel).length === 0;
}

/** What a series is called when it is the lesser part of a panel. */
const lesser: readonly (readonly [RegExp, number])[] = [
  [/^404|refused|not stored|evicted|killed/, 0.02],
  [/^5\d\d$/, 0.01],
  [/median|50%/, 0.2],
  [/90%|95%/, 0.6],
  [/HPA|maximum/, 3.3],
];

/** How large a series is beside the panel's level. */
export function shareOf(panel: PicturedPanel, name: string, index: number): number {
  const [, share] = lesser.find(([words]) => words.test(name)) ?? [];
  if (share !== undefined) {
    return share;
  }
  if (isWhole(panel)) {
    return 1;
  }
  return index === 0 ? 1 : 0.25 + 0.65 * steady(`${panel.title} ${name}`);
}

/** A little is wrong in every picture, so that a reader sees what that looks like. */
function unusualLevel(panel: PicturedPanel): number | undefined {
  const exprs = (panel.targets ?? []).map(({ expr }) => expr).join(" ");
  if (exprs.includes("ALERTS")) {
    return 2;
  }
  return exprs.includes("response_flags") ? 0.4 : undefined;
}

/** The size of a panel's values, with nearly everything in order. */
export function levelOf(panel: PicturedPanel): number {
  const { unit = "none", decimals } = defaultsOf(panel);
  const unusual = unusualLevel(panel);
  if (unusual !== undefined) {
    return unusual;
  }
  const steps = stepsOf(panel);
  const [first] = steps;
  if (first === undefined) {
    return usual[unit] ?? 1;
  }
  if (moreIsBetter(panel)) {
    return Math.max(...steps.map(({ value }) => value)) * (unit === "none" ? 6 : 2.2);
  }
  const counted = unit === "none" || unit === "ops";
  // What must not happen has not happened.
  return counted && decimals === undefined && first.value <= 1 ? 0 : first.value * 0.62;
}

/** The upper end of a panel's axis: the values, and the first threshold where it says something. */
export function axisEnd(panel: PicturedPanel, highest: number): number {
  const { max } = defaultsOf(panel);
  const threshold = moreIsBetter(panel) ? 0 : (stepsOf(panel)[0]?.value ?? 0);
  return max ?? roundedUp(Math.max(highest * 1.08, threshold * 1.08, 1e-6));
}

/** The next number that is easy to read and to divide by four. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const [nice = 10] = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8].filter((step) => step * power >= value);
  return nice * power;
}

/** The colour name of a value. */
export function colourAt(panel: PicturedPanel, value: number): string {
  const steps = defaultsOf(panel).thresholds?.steps ?? [];
  const reached = steps.filter((step) => step.value === null || step.value <= value);
  return reached.at(-1)?.color ?? "green";
}

const day = 86_400;
const suffixes: Readonly<Record<string, string>> = {
  reqps: " req/s",
  ops: " /s",
  ms: " ms",
  s: " s",
};

/** A value with its unit, about as Grafana writes it. */
export function written(value: number, unit = "none"): string {
  if (unit === "percentunit") {
    return `${tidy(value * 100)}%`;
  }
  if (unit === "s" && value >= 2 * day) {
    return `${Math.round(value / day)} days`;
  }
  if (unit === "binBps") {
    return `${tidy(value / 2 ** 20)} MiB/s`;
  }
  if (unit === "short" && value >= 1000) {
    return `${tidy(value / 1000)} K`;
  }
  return `${tidy(value)}${suffixes[unit] ?? ""}`;
}

function tidy(value: number): string {
  if (value > 0 && value < 0.01) {
    return String(Number(value.toPrecision(1)));
  }
  const rounded = value >= 20 ? Math.round(value) : Math.round(value * 100) / 100;
  return String(rounded >= 2 && rounded < 20 ? Math.round(rounded * 10) / 10 : rounded);
}
