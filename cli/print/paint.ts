import { styleText } from "node:util";

/** What a person sees in colour. */
export type Format = "green" | "yellow" | "red" | "bold" | "dim";

/** Paints text, or leaves it as it is where no colour is wanted. */
export function painter(colour: boolean) {
  return (format: Format, text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
}
