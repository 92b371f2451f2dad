/** What the program of one environment registers, as plain JSON. */

/** Stands for a value that is secret; the value itself is never read. */
export interface SecretPlaceholder {
  readonly secret: true;
}

/** A resource as the program registered it, before any engine or cluster has seen it. */
export interface RecordedResource {
  readonly urn: string;
  /** Pulumi type token, such as `kubernetes:core/v1:Namespace`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** False for components, which only group. */
  readonly custom: boolean;
  /** Inputs with secrets replaced by placeholders, keys sorted. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: RecordedOptions;
}

/** Resource options that matter to order, protection and waiting; the unset ones are left out. */
export interface RecordedOptions {
  readonly parent?: string;
  /** URNs, sorted. */
  readonly dependsOn?: readonly string[];
  readonly provider?: string;
  readonly protect?: true;
  readonly retainOnDelete?: true;
  readonly deletedWith?: string;
  readonly ignoreChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly customTimeouts?: Readonly<Record<string, string>>;
  /** Names of hooks per moment, such as `beforeCreate`. */
  readonly hooks?: Readonly<Record<string, readonly string[]>>;
}

export interface Recording {
  readonly environment: string;
  /** Sorted by URN. */
  readonly resources: readonly RecordedResource[];
  /** Stack outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
}
