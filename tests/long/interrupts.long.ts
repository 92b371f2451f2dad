import { interruptCases, prove } from "../support/interrupts/prove.ts";

describe("an up that is interrupted at any step in any way", function () {
  this.timeout(600_000);
  prove(interruptCases);
});
