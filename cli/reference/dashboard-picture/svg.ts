/** Colours of the pictures: Grafana's light theme, roughly. */
export const ink = {
  text: "#24292e",
  faint: "#6e7681",
  line: "#d8dde3",
  grid: "#eceff2",
  page: "#f4f5f7",
  panel: "#ffffff",
} as const;

const named: Readonly<Record<string, string>> = {
  green: "#3f9142",
  orange: "#e8820c",
  red: "#d13438",
  blue: "#3274d9",
  purple: "#8f3bb8",
};

/** Colours of series, in this order. */
export const palette = ["#3274d9", "#56a64b", "#ff9830", "#8f3bb8", "#e0b400", "#37872d"] as const;

/** The colour of a threshold. */
export function colourOf(name: string): string {
  return named[name] ?? name;
}

export type Attributes = Readonly<Record<string, string | number>>;

/** One element; numbers are written with at most one decimal, so that no machine writes another. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const text = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : value}"`)
    .join("");
  return content === "" ? `<${name}${text}/>` : `<${name}${text}>${content}</${name}>`;
}

/** A line of text at its baseline. */
export function label(x: number, y: number, words: string, more: Attributes = {}): string {
  return element("text", { x, y, ...more }, escaped(words));
}

/** `words` cut to `width` pixels at about 6 pixels a letter. */
export function fit(words: string, width: number, letter = 6.2): string {
  const most = Math.max(3, Math.floor(width / letter));
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`;
}

/** A path through points. */
export function path(points: readonly (readonly [number, number])[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? "M" : "L"}${short(x)} ${short(y)}`)
    .join("");
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
