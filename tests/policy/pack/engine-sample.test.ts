import { prove } from "../matrix/prove.ts";
import { allRows } from "../matrix/rows.ts";
import { sampled } from "../../support/sample.ts";

/** A few rows of the matrix; all of them: tests/policy/pack/engine-matrix.long.ts. */
const seed = Number(process.env["MSA_TEST_SEED"] ?? "6");

describe(`a sample of the rules in the real engine (MSA_TEST_SEED=${seed})`, function () {
  this.timeout(600_000);
  prove(sampled(allRows(), 8, seed));
});
