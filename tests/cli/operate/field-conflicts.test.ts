import assert from "node:assert/strict";

import { fieldConflicts } from "../../../cli/operate/field-conflicts.ts";

/** As the provider 4.25 words it. */
const said = (object: string, conflict: string) =>
  `Preview failed: 1 error occurred:\n\t* the Kubernetes API server reported that "${object}" failed to fully ` +
  "initialize or become live: Server-Side Apply field conflict detected. See https://www.pulumi.com/registry/ for help.\n" +
  `The resource managed by field manager "msa-development" had an apply conflict: Apply failed with ${conflict}`;

describe("fieldConflicts", () => {
  it("names the object, the field and who has set it", () => {
    const one = '1 conflict: conflict with "kubectl-edit" using v1: .spec.hard.pods';
    assert.deepEqual(fieldConflicts(said("shop/services", one)), [
      "shop/services: .spec.hard.pods was set by hand (by kubectl-edit)",
    ]);
  });

  it("names all fields of several objects", () => {
    const two =
      '2 conflicts: conflicts with "kubectl" using v1:\n- .spec.hard.pods\n- .spec.hard.limits.cpu';
    const one = '1 conflict: conflict with "kim" using v1: .data.a';
    assert.deepEqual(fieldConflicts(`${said("shop/a", two)}\n${said("shop/b", one)}`), [
      "shop/a: .spec.hard.pods, .spec.hard.limits.cpu was set by hand (by kubectl)",
      "shop/b: .data.a was set by hand (by kim)",
    ]);
  });

  it("finds none in another failure", () => {
    assert.deepEqual(fieldConflicts("error: the cluster does not answer"), []);
  });
});
