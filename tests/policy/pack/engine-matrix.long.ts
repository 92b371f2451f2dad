import { prove } from "../matrix/prove.ts";
import { allRows } from "../matrix/rows.ts";

/** Each rule of the pack at each depth where it looks, by the real engine (tests/policy/depths.yaml). */
describe("every rule in the real engine", function () {
  this.timeout(600_000);
  prove(allRows());
});
