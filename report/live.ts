/** What the real engine and Argo CD say of one environment now; not part of what is compared. */
export interface LiveReport {
  readonly environment: string;
  /** Context of the cluster that was asked; absent when none could be found. */
  readonly context?: string;
  readonly engine: EnginePlan | Failure;
  readonly argoCd: readonly LiveService[] | Failure;
}

/** Why a part is not known; a sentence or more. */
export interface Failure {
  readonly failure: string;
}

/** What the engine would do with the working tree. */
export interface EnginePlan {
  /** Resources that stay as they are. */
  readonly same: number;
  /** Such as `update Application user-service`. */
  readonly lines: readonly string[];
}

/** A service as it is declared in the working tree, and as Argo CD has it now. */
export interface LiveService {
  readonly service: string;
  /** Version in the working tree; absent when it is no longer declared. */
  readonly declared?: string;
  /** Version that runs; an arrow leads to the one that Argo CD is told. */
  readonly running: string;
  readonly sync: string;
  readonly health: string;
}
