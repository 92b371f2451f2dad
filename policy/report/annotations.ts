import type { Judgement } from "../judge.ts";

/**
 * One line per violation that GitHub Actions shows beside the file
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function annotations(
  judgements: readonly Judgement[],
  lineOf: (file: string, key: string) => number,
): readonly string[] {
  return judgements.flatMap(({ violations }) =>
    violations
      .filter(({ exemption }) => exemption === undefined)
      .map(({ level, rule, message, place }) => {
        const file = place.file ?? "index.ts";
        const line = place.file === undefined ? 1 : lineOf(file, place.key ?? "");
        const command = level === "advisory" ? "warning" : "error";
        const where = `file=${property(file)},line=${line},title=${property(rule)}`;
        return `::${command} ${where}::${escaped(message)}`;
      }),
  );
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
