import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { projectArgs } from "../../components/argocd/application-args.ts";
import { ServiceProject } from "../../components/argocd/service-project.ts";
import type { HelmValues } from "../../components/helm-values.ts";
import { platformContext } from "../../components/platform/context.ts";
import {
  argoObjects,
  argoRights,
  argoRoles,
  type ArgoObject,
  type ArgoRole,
} from "../../config/access/argo-rights.ts";
import { isAllowed, verdictOf, type RightSetting } from "../../config/access/verdict.ts";
import type { Access } from "../../config/model.ts";
import { renderChart } from "../../manifests/render.ts";
import { assembleStandIns } from "../../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { installingConfig, valuesOfRelease } from "../components/addons/record-addons.ts";
import { only, recordComponent } from "../support/record-component.ts";
import { recordedEnvironment } from "../support/recorded-environments.ts";
import { sampleConfig } from "../support/sample-config.ts";
import { root, tool } from "../support/tools.ts";
import { judge, type Judge, type Project } from "./argo-policy.ts";

const seed: Access = {
  developers: ["msa-developers"],
  developersMay: ["sync"],
  admins: ["msa-admins"],
  clusterAdmins: ["jclee-admins"],
  exec: false,
};

/** Groups in which somebody of a role is; Argo CD asks for each whether it may. */
const groupOf: Readonly<Record<ArgoRole, string>> = {
  nobody: "somebody-else",
  developer: "msa-developers",
  admin: "msa-admins",
  clusterAdmin: "jclee-admins",
};

/** Renders argocd-rbac-cm as the chart does from values. */
class Rendering {
  readonly #folder = mkdtempSync(join(tmpdir(), "msa-access-"));
  #chart: Promise<string> | undefined;

  async settings(values: HelmValues): Promise<Readonly<Record<string, string>>> {
    this.#chart ??= this.#assemble();
    const objects = await renderChart({
      helm: tool("helm3"),
      chart: await this.#chart,
      releaseName: "argo-cd",
      namespace: "argocd",
      values,
    });
    const found = objects.find(({ metadata }) => metadata.name === "argocd-rbac-cm");
    assert.ok(found !== undefined);
    return (found as unknown as { data: Record<string, string> }).data;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #assemble(): Promise<string> {
    const fixtures = join(root, "tests/fixtures");
    const target = join(this.#folder, "charts");
    await assembleStandIns({
      source: join(fixtures, "charts"),
      values: join(fixtures, "chart-values"),
      crdsFolder: toolbox(root).crdsFolder,
      target,
    });
    return join(target, "argo-cd");
  }
}

/** The name of an object in Argo CD's RBAC, for development. */
function objectName(on: ArgoObject): string {
  return argoObjects[on].name
    .replace("{project}", "msa-development")
    .replace("{other}", "msa-production")
    .replace("{application}", "user-service-development")
    .replace("{repository}", "https://charts.example.com");
}

async function sampleProject(access: Access): Promise<Project> {
  const { resources, error } = await recordComponent(() => {
    const context = platformContext(sampleConfig({ access }));
    new ServiceProject("services", projectArgs(context));
  });
  assert.equal(error, undefined);
  return only(resources, "AppProject").inputs as unknown as Project;
}

describe("the rights in Argo CD", function () {
  this.timeout(180_000);
  const rendering = new Rendering();
  after(() => {
    rendering.remove();
  });

  /** Every cell of the table that a setting or nothing decides, with the answer it must get. */
  function cells(settings: readonly RightSetting[], onlyConditional: boolean) {
    return argoRights.flatMap(({ what, action, resource, on, verdicts }) =>
      argoRoles.flatMap((role) => {
        const verdict = verdictOf(verdicts, role);
        if (onlyConditional && typeof verdict === "boolean") return [];
        const allowed = isAllowed(verdict, settings);
        const title = `${allowed ? "lets" : "refuses"} ${role} ${allowed ? "" : "to "}${what} ${argoObjects[on].words} (${resource}, ${action})`;
        return [{ title, role, action, resource, on, answer: allowed ? "Yes" : "No" }];
      }),
    );
  }

  it("are written down for more than sixty cases, many of each answer", () => {
    const answers = cells(["sync"], false).map(({ answer }) => answer);
    assert.equal(answers.length, argoRights.length * argoRoles.length);
    assert.ok(answers.filter((answer) => answer === "Yes").length > 50);
    assert.ok(answers.filter((answer) => answer === "No").length > 60);
  });

  describe("of the committed development, whose settings are the seed's", () => {
    let argo: Judge;
    before(async () => {
      const { recording } = await recordedEnvironment("development");
      const release = recording.resources.find(
        ({ type, name }) => type.endsWith(":Release") && name === "argo-cd",
      );
      const settings = await rendering.settings(release?.inputs["values"] as HelmValues);
      argo = judge(settings, [
        only(recording.resources, "AppProject").inputs as unknown as Project,
      ]);
    });
    after(() => {
      argo.remove();
    });

    it("are a policy that Argo CD finds valid", async () => {
      assert.equal(await argo.validate(), "Policy is valid.");
    });

    for (const { title, role, action, resource, on, answer } of cells(["sync"], false)) {
      it(title, async () => {
        const subject = groupOf[role];
        assert.equal(await argo.can(subject, action, resource, objectName(on)), answer);
      });
    }

    it("give nothing to somebody without a name", async () => {
      assert.equal(await argo.can("", "get", "applications", objectName("ownApplication")), "No");
    });

    it("close the shell to the account admin too", async () => {
      const application = objectName("ownApplication");
      assert.equal(await argo.can("admin", "create", "exec", application), "No");
      assert.equal(await argo.can("admin", "sync", "applications", application), "Yes");
    });
  });

  const variants: readonly [string, Access, readonly RightSetting[]][] = [
    ["with nothing added", { ...seed, developersMay: [] }, []],
    [
      "with everything added",
      { ...seed, developersMay: ["sync", "logs"], exec: true },
      ["sync", "logs", "exec"],
    ],
  ];
  for (const [name, access, settings] of variants) {
    describe(`of an environment ${name}`, () => {
      let argo: Judge;
      before(async () => {
        const values = await valuesOfRelease(installingConfig("small", { access }), "argo-cd");
        argo = judge(await rendering.settings(values), [await sampleProject(access)]);
      });
      after(() => {
        argo.remove();
      });

      for (const { title, role, action, resource, on, answer } of cells(settings, true)) {
        it(title, async () => {
          const subject = groupOf[role];
          assert.equal(await argo.can(subject, action, resource, objectName(on)), answer);
        });
      }
    });
  }

  describe("of groups with a comma in their names", () => {
    const access = { ...seed, admins: ["CN=admins,DC=x"], clusterAdmins: ["CN=all,DC=x"] };
    let argo: Judge;
    before(async () => {
      const values = await valuesOfRelease(installingConfig("small", { access }), "argo-cd");
      argo = judge(await rendering.settings(values), [await sampleProject(access)]);
    });
    after(() => {
      argo.remove();
    });

    it("are theirs", async () => {
      const application = objectName("ownApplication");
      assert.equal(await argo.can("CN=admins,DC=x", "delete", "applications", application), "Yes");
      assert.equal(await argo.can("CN=all,DC=x", "delete", "projects", "msa-production"), "Yes");
      assert.equal(await argo.can("CN=admins", "delete", "applications", application), "No");
    });
  });
});
