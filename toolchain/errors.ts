/**
 * A problem that the user can solve: the message is all they need, so no stack trace is shown.
 * Form: `where: what is wrong (what was found). What to do.`
 */
export class ToolchainError extends Error {
  public override readonly name = "ToolchainError";
}
