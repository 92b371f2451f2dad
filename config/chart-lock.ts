import lock from "../charts/platform.lock.json" with { type: "json" };
import type { Chart } from "./model.ts";
import type { PlatformRelease } from "./platform-model.ts";

/** One chart as the lock has it. */
export interface LockedChart extends Chart {
  /** `sha256:` and 64 digits of the packaged chart; empty until a network has been seen. */
  readonly digest: string;
}

/** The committed chart lock: name, version and repository of the chart behind each release. */
export const chartLock: Readonly<Record<PlatformRelease, LockedChart>> = lock;
