import { text, type Fault } from "./text.ts";

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for its numbers, beginning with `min`. */
  readonly words: readonly string[];
}

/** The five fields of Argo CD's parser (robfig/cron v3: no seconds, no `@daily`, Sunday is 0 only). */
const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of the month", min: 1, max: 31, words: [] },
  {
    name: "month",
    min: 1,
    max: 12,
    words: "jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  },
  { name: "day of the week", min: 0, max: 6, words: "sun mon tue wed thu fri sat".split(" ") },
];

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** What is wrong with a schedule of five fields; undefined when Argo CD reads it. */
export function cronFault(value: string): Fault | undefined {
  const wrong = 'must be five fields of cron such as "0 22 * * 1-5"';
  if (/^(CRON_)?TZ=/.test(value)) return { wrong, hint: "Write the time zone under timeZone." };
  if (value.startsWith("@")) return { wrong, hint: "Argo CD knows no words such as @daily." };
  const parts = value.split(" ");
  if (parts.length !== fields.length || parts.includes("")) {
    const hint = "Minute, hour, day of the month, month, day of the week, one space between.";
    return { wrong, hint };
  }
  for (const [at, field] of fields.entries()) {
    const fault = fieldFault(parts[at] ?? "", field);
    if (fault !== undefined) {
      return { wrong, found: JSON.stringify(parts[at]), hint: `The ${field.name} ${fault}.` };
    }
  }
  return neverFault(parts);
}

/** A list of ranges, each with a step: what the field must be, or undefined. */
function fieldFault(text: string, field: Field): string | undefined {
  for (const expression of text.split(",")) {
    const [range = "", step, ...more] = expression.split("/");
    if (more.length > 0) return "must have one / at most";
    if (step !== undefined && !/^0*[1-9]\d{0,3}$/.test(step)) {
      return "must have a step from 1 on after the /";
    }
    const fault = range === "*" || range === "?" ? undefined : rangeFault(range, field);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function rangeFault(range: string, field: Field): string | undefined {
  const ends = range.split("-").map((end) => numberOf(end, field));
  const [first, last = first] = ends;
  if (ends.length > 2 || ends.includes(undefined)) {
    const words = field.words.length === 0 ? "" : ` or ${field.words[0]} to ${field.words.at(-1)}`;
    const sunday = field.max === 6 && /\b7\b/.test(range) ? "; Sunday is 0" : "";
    return `must be ${field.min} to ${field.max}${words}${sunday}`;
  }
  return (first ?? 0) > (last ?? 0) ? "must have a range that ends after it begins" : undefined;
}

function numberOf(text: string, { min, max, words }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + min;
  const number = /^\d{1,4}$/.test(text) ? Number(text) : -1;
  return number >= min && number <= max ? number : undefined;
}

/** The 30th of February: a window that never opens. With a weekday the day of the month is one of two. */
function neverFault(parts: readonly string[]): Fault | undefined {
  const [day = "", month = "", weekday = ""] = parts.slice(2);
  const [, , dayField, monthField] = fields;
  if (!/^[*?](\/0*1)?$/.test(weekday) || dayField === undefined || monthField === undefined)
    return undefined;
  const days = numbersIn(day, dayField);
  const longest = Math.max(
    ...numbersIn(month, monthField).map((each) => longestMonths[each - 1] ?? 0),
  );
  return Math.min(...days) > longest
    ? { wrong: "must be a day that its months have", hint: "This window would never open." }
    : undefined;
}

/** The numbers that a right field stands for. */
function numbersIn(text: string, field: Field): readonly number[] {
  return text.split(",").flatMap((expression) => {
    const [range = "", step] = expression.split("/");
    const isAny = range === "*" || range === "?";
    const [first = field.min, last] = isAny
      ? [field.min, field.max]
      : range.split("-").map((end) => numberOf(end, field));
    const end = last ?? (step === undefined ? first : field.max);
    const numbers: number[] = [];
    for (let each = first; each <= end; each += Number(step ?? 1)) numbers.push(each);
    return numbers;
  });
}

export const schedule = text(cronFault, {
  description:
    "When the window opens: minute, hour, day of the month, month and day of the week, as cron has them.",
  example: "0 22 * * 1-5",
});
