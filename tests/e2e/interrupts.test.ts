import { interruptCases, prove } from "../support/interrupts/prove.ts";
import { sampled } from "../support/sample.ts";

const seed = Number(process.env["MSA_TEST_SEED"] ?? "8");

describe(`an up that is interrupted, a sample (MSA_TEST_SEED=${seed})`, function () {
  this.timeout(400_000);
  prove(sampled(interruptCases, 8, seed));
});
