import type { Interrupt } from "../checkout.ts";
import { InterruptedPlatform, type InterruptCase } from "./interrupted-platform.ts";
import { upSteps } from "./up-steps.ts";

const signals: readonly Interrupt[] = ["SIGINT", "SIGTERM", "SIGKILL"];

/** Every step of an `up`, interrupted in every way. */
export const interruptCases: readonly InterruptCase[] = upSteps.flatMap((step) =>
  signals.map((signal) => ({ step, signal })),
);

/** Declares the tests of these interrupts; all on one cluster. */
export function prove(cases: readonly InterruptCase[]): void {
  let platform: InterruptedPlatform;
  before(async () => {
    platform = await InterruptedPlatform.make();
  });
  after(() => platform.remove());

  for (const each of cases) {
    it(`converges after a ${each.signal} while ${each.step.name}`, () => platform.survives(each));
  }
}
