import assert from "node:assert/strict";

import { projectRoles } from "../../../../components/argocd/access/project-roles.ts";
import { sampleConfig } from "../../../support/sample-config.ts";

const { access } = sampleConfig();
const policiesOf = (given: typeof access) =>
  projectRoles("msa-staging", given).map(({ policies }) => policies);

describe("projectRoles", () => {
  it("lets developers look and sync, and admins do everything in the project, as in the seed", () => {
    assert.deepEqual(projectRoles("msa-staging", access), [
      {
        name: "developer",
        description: "Looks at Applications and does what the configuration adds.",
        groups: ["msa-developers"],
        policies: [
          "p, proj:msa-staging:developer, applications, get, msa-staging/*, allow",
          "p, proj:msa-staging:developer, applications, sync, msa-staging/*, allow",
        ],
      },
      {
        name: "admin",
        description: "Does everything inside the project.",
        groups: ["msa-admins"],
        policies: [
          "p, proj:msa-staging:admin, applications, *, msa-staging/*, allow",
          "p, proj:msa-staging:admin, applicationsets, get, msa-staging/*, allow",
          "p, proj:msa-staging:admin, clusters, get, msa-staging/*, allow",
          "p, proj:msa-staging:admin, logs, get, msa-staging/*, allow",
          "p, proj:msa-staging:admin, repositories, *, msa-staging/*, allow",
        ],
      },
    ]);
  });

  it("adds what is configured, and nothing for who has it already", () => {
    const [developer = [], admin = []] = policiesOf({
      ...access,
      developersMay: ["logs"],
      exec: true,
    });
    assert.deepEqual(developer, [
      "p, proj:msa-staging:developer, applications, get, msa-staging/*, allow",
      "p, proj:msa-staging:developer, logs, get, msa-staging/*, allow",
    ]);
    assert.equal(admin.at(-1), "p, proj:msa-staging:admin, exec, create, msa-staging/*, allow");
  });

  it("puts a group with a comma in quotes, as Argo CD asks", () => {
    const [role] = projectRoles("msa-staging", { ...access, developers: ["CN=a,DC=b", "plain"] });
    assert.deepEqual(role?.groups, ['"CN=a,DC=b"', "plain"]);
  });
});
