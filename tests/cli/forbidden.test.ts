import assert from "node:assert/strict";

import { engineError } from "../../cli/engine-error.ts";
import { forbidden } from "../../cli/forbidden.ts";

const deployer = "system:serviceaccount:msa-ci-production:deployer";
const said =
  'resourcequotas "services" is forbidden: User "USER" cannot patch resource "resourcequotas" ' +
  'in API group "" in the namespace "microservices"';

describe("forbidden", () => {
  it("tells deployer what it lacks, and which account has it", () => {
    assert.equal(
      forbidden(`update of resource "urn:x" failed: ${said.replace("USER", deployer)}`),
      "resourcequotas services: this account may not do that (found " +
        `${deployer}, which lacks: patch resourcequotas in namespace microservices). ` +
        "deployer changes Applications only. Run it with the account platform of msa-ci-production " +
        "(docs/how-to/give-people-access.md).",
    );
  });

  it("tells everybody else what they lack", () => {
    assert.equal(
      forbidden(said.replace("USER", "jane")),
      "resourcequotas services: this account may not do that (found jane, which lacks: " +
        "patch resourcequotas in namespace microservices). Use an account that has the right " +
        "(docs/how-to/give-people-access.md).",
    );
  });

  it("reads a refusal of the whole cluster, of a group, and in an answer that was printed", () => {
    const printed = JSON.stringify(
      'applications.argoproj.io is forbidden: User "jane" cannot list resource "applications" ' +
        'in API group "argoproj.io" at the cluster scope',
    );
    assert.match(
      forbidden(`HTTP-Code: 403 Body: ${printed}`) ?? "",
      /^applications\.argoproj\.io: .* which lacks: list applications\.argoproj\.io\)\. Use/,
    );
  });

  it("leaves everything else alone", () => {
    assert.equal(forbidden("the quota is exceeded"), undefined);
    assert.equal(forbidden('pods "x" is forbidden: exceeded quota: services'), undefined);
  });

  it("is what a person sees when the engine fails over it", () => {
    const { message } = engineError(new Error(), [said.replace("USER", "jane"), "update failed"]);
    assert.match(message, /^resourcequotas services: this account may not do that/);
  });
});
