/** Results go to stdout; progress and errors do not. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, null, 2));
}

/** Only a terminal shows colour, and NO_COLOR asks for none there (no-color.org). */
export function wantsColour(
  output: Pick<NodeJS.WriteStream, "isTTY">,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  return output.isTTY && (environment.NO_COLOR ?? "") === "";
}
