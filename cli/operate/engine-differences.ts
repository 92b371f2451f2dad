import type { Progress } from "../../toolchain/progress.ts";
import type { Engine } from "../engine.ts";
import { CliError } from "../errors.ts";
import { fieldConflicts } from "./field-conflicts.ts";

/** In what the declaration differs from the objects that the engine owns. */
export interface EngineDifferences {
  /** A line for each resource: `update Application user-service`. */
  readonly lines: readonly string[];
  /** Fields that were set by hand, so that the engine refuses to set them; a sentence each. */
  readonly byHand: readonly string[];
}

/**
 * Has the engine read every object again and say what it would change.
 *
 * A field that somebody set by hand belongs to whoever set it: the provider's preview then ends with a
 * conflict. That is a difference too, and what else differs is asked without reading again.
 *
 * @throws CliError when the preview fails for another reason.
 */
export async function engineDifferences(
  engine: Pick<Engine, "preview">,
  progress: Progress,
): Promise<EngineDifferences> {
  const text = "Asking the engine what it would change";
  try {
    const found = await progress.step(text, (tell) => engine.preview(tell, { refresh: true }));
    return { lines: found.lines, byHand: [] };
  } catch (error) {
    const byHand = error instanceof CliError ? fieldConflicts(error.message) : [];
    if (byHand.length === 0) throw error;
    const found = await progress.step(`${text} beside that`, (tell) => engine.preview(tell));
    return { lines: found.lines, byHand };
  }
}
