/**
 * Environment variable in which whoever starts the engine says what it is about to do. The engine itself
 * tells a program only whether it is a preview.
 */
export const operationVariable = "MSA_OPERATION";

/** What an engine is about to do with a stack. */
export type Operation = "preview" | "up" | "destroy" | "refresh";

/** Operations that write nothing of what is declared, so no secret of it has to have a value. */
export const withoutSecrets: readonly string[] = [
  "destroy",
  "refresh",
] satisfies readonly Operation[];
