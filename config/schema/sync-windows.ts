import { z } from "zod";
import { all, didYouMean } from "../suggest.ts";
import { schedule } from "./cron.ts";
import { serviceName } from "./names.ts";
import { flag } from "./numbers.ts";
import { line, text, type Fault } from "./text.ts";
import names from "./time-zones.json" with { type: "json" };

/** Names that Go's time zone database has (2025c); Argo CD takes any other for UTC and says nothing. */
export const timeZones: ReadonlySet<string> = new Set(names);

const year = 365 * 24 * 60;

function durationFault(value: string): Fault | undefined {
  const wrong = "must be a duration such as 2h30m";
  const days = /^(\d+)d$/.exec(value)?.[1];
  if (days !== undefined) return { wrong, hint: `Use ${Number(days) * 24}h.` };
  if (!/^(?!$)(\d+h)?(\d+m)?(\d+s)?$/.test(value)) {
    return { wrong, hint: `Its units are ${all(["h", "m", "s"])}, in this order.` };
  }
  const minutes = minutesOf(value);
  if (minutes < 1) return { wrong: "must be at least 1m" };
  return minutes > year ? { wrong: `must be at most ${year / 60}h, a year` } : undefined;
}

function minutesOf(duration: string): number {
  const amount = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(duration)?.[1] ?? 0);
  return amount("h") * 60 + amount("m") + amount("s") / 60;
}

function timeZoneFault(value: string): Fault | undefined {
  if (timeZones.has(value)) return undefined;
  const city = names.find((name) => name.toLowerCase().endsWith(`/${value.toLowerCase()}`));
  const hint = city === undefined ? didYouMean(value, names).trim() : `Use ${city}.`;
  return {
    wrong: "must be a time zone of IANA such as Asia/Seoul",
    ...(hint !== "" && { hint }),
  };
}

const syncWindow = z
  .strictObject({
    kind: z.enum(["allow", "deny"]).meta({
      description:
        "`allow`: syncs happen in this window (and other such windows) only. `deny`: none happens in it; it wins.",
      examples: ["deny"],
    }),
    schedule,
    duration: text(durationFault, {
      description: "How long it stays open.",
      example: "8h",
    }),
    timeZone: text(timeZoneFault, {
      description: "Time zone of the schedule, by its IANA name.",
      example: "Asia/Seoul",
    }).default("Asia/Seoul"),
    services: z
      .array(serviceName)
      .default([])
      .describe("Services it is for; all of the environment when empty."),
    manualSync: flag("Whether a human may sync although the window forbids it.").default(true),
    description: line(200, {
      description: "Why it is there.",
      example: "No changes at night.",
    }).optional(),
  })
  .describe("A window in which syncs may happen, or may not.");

export const syncWindows = z
  .array(syncWindow)
  .default([])
  .describe("When syncs may happen, or may not; none: at any time.");
