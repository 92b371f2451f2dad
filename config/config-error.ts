import type { Problem } from "./problem.ts";

/** Everything that is wrong with the configuration, in one error whose message is for the user. */
export class ConfigError extends Error {
  public override readonly name = "ConfigError";
  /** Sorted by file (the project's first), then by place. */
  public readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(byFileThenPlace);
    super(format(sorted));
    this.problems = sorted;
  }
}

function byFileThenPlace(a: Problem, b: Problem): number {
  return (
    compare(fileRank(a.file), fileRank(b.file)) ||
    compare(a.where, b.where) ||
    compare(a.message, b.message)
  );
}

/** `Pulumi.yaml` before any `Pulumi.<environment>.yaml`: the shared part is read first. */
function fileRank(file: string): string {
  return file === "Pulumi.yaml" ? "" : file;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function format(problems: readonly Problem[]): string {
  const files = [...new Set(problems.map((problem) => problem.file))];
  return files
    .map((file) => {
      const own = problems.filter((problem) => problem.file === file);
      const title = `${file} has ${own.length} ${own.length === 1 ? "problem" : "problems"}:`;
      return [title, ...own.map(({ where, message }) => `  ${where}: ${message}`)].join("\n");
    })
    .join("\n");
}
