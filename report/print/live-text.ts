import type { EnginePlan, Failure, LiveReport, LiveService } from "../live.ts";

/** What is live of one environment, as plain lines under a title. */
export interface LiveText {
  readonly title: string;
  readonly lines: readonly string[];
}

/** More lines than this say no more; the engine's own preview has all. */
const mostLines = 60;

/** The live part of a report, the same words in each of its forms. */
export function liveText({ environment, context, engine, argoCd }: LiveReport): LiveText {
  const where = context === undefined ? "" : ` (context ${context})`;
  return {
    title: `Live: ${environment}${where}`,
    lines: [...engineLines(engine), ...argoLines(argoCd)],
  };
}

/** What was asked of the engine. */
const asked = "pulumi preview --policy-pack policy";

function engineLines(engine: EnginePlan | Failure): string[] {
  if ("failure" in engine) return failed(asked, engine);
  const { same, lines } = engine;
  const count = lines.length === 0 ? "no changes" : `${String(lines.length)} to change`;
  const more = lines.length - mostLines;
  return [
    `${asked}: ${count}, ${String(same)} stay the same`,
    ...lines.slice(0, mostLines).map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
  ];
}

function argoLines(argoCd: readonly LiveService[] | Failure): string[] {
  if ("failure" in argoCd) return failed("Argo CD", argoCd);
  return [
    "Argo CD:",
    ...argoCd.map(({ service, declared, running, sync, health }) => {
      const wanted = declared === undefined ? "no longer declared" : `declared ${declared}`;
      const isSame = declared === running;
      return `  ${service}: ${isSame ? running : `runs ${running}, ${wanted}`} · ${sync}, ${health}`;
    }),
  ];
}

function failed(what: string, { failure }: Failure): string[] {
  const [first = "", ...rest] = failure.split("\n");
  return [`${what}: not known. ${first}`, ...rest.slice(0, mostLines).map((line) => `  ${line}`)];
}
