/** Stack and configuration as the engine hands them to an analyzer. */
export interface EngineStack {
  readonly stack: string;
  /** Full key to string; secrets decrypted. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** Fields of Pulumi's AnalyzerStackConfigureRequest that are read here (proto/analyzer.proto). */
export interface ConfigureRequest {
  getStack(): string;
  getConfigMap(): { entries(): Iterable<readonly [string, string]> };
  getConfigSecretKeysList(): string[];
}

/**
 * What the engine says of the stack.
 *
 * It comes with ConfigureStack, and @pulumi/policy 1.21 keeps only the tags of it: with a language host
 * there is no variable of the environment that has it either (decision 21).
 */
export function engineStack(request: ConfigureRequest): EngineStack {
  return {
    stack: request.getStack(),
    config: Object.fromEntries(request.getConfigMap().entries()),
    secretKeys: request.getConfigSecretKeysList(),
  };
}
