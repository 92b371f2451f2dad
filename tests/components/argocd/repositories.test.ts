import assert from "node:assert/strict";

import { repositorySecrets } from "../../../components/argocd/repositories.ts";
import type { Repository } from "../../../config/model.ts";
import { sampleConfig } from "../../support/sample-config.ts";
import { madeSecrets } from "../secrets/made-secrets.ts";

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----";
const values = {
  "repositories/charts/password": "p$1",
  "repositories/deploy/ssh-key": `${key}\n`,
};

describe("repositorySecrets", () => {
  const made = (repository: Repository) =>
    madeSecrets(sampleConfig({ repositories: [repository] }), values, (context) =>
      repositorySecrets(context, "msa-development"),
    );
  const charts = {
    name: "charts",
    type: "helm",
    url: "https://charts.example.com",
    username: "robot$charts",
    login: "password",
  } as const;

  it("logs in to a chart repository for this environment's project alone", async () => {
    const [secret, ...more] = await made(charts);

    assert.deepEqual(more, []);
    assert.equal(secret?.logicalName, "repository-charts");
    assert.equal(secret.metadata.name, "msa-development-repository-charts");
    assert.equal(secret.metadata.namespace, "argocd");
    assert.equal(secret.metadata.labels["argocd.argoproj.io/secret-type"], "repository");
    assert.deepEqual(secret.values, {
      name: "charts",
      project: "msa-development",
      type: "helm",
      url: "https://charts.example.com",
      username: "robot$charts",
      password: "p$1",
    });
  });

  it("names a registry as the Applications do, and says that it is one", async () => {
    const [secret] = await made({ ...charts, url: "oci://registry.example.com/charts" });

    assert.equal(secret?.values["url"], "registry.example.com/charts");
    assert.equal(secret.values["enableOCI"], "true");
  });

  it("logs in to Git with a key that ends in a line break", async () => {
    const [secret] = await made({
      name: "deploy",
      type: "git",
      url: "git@git.example.com:msa/deploy.git",
      login: "ssh-key",
    });

    assert.deepEqual(secret?.values, {
      name: "deploy",
      project: "msa-development",
      type: "git",
      url: "git@git.example.com:msa/deploy.git",
      sshPrivateKey: `${key}\n`,
    });
  });

  it("makes nothing where Argo CD logs in nowhere", async () => {
    assert.deepEqual(
      await madeSecrets(sampleConfig(), values, (context) => repositorySecrets(context, "p")),
      [],
    );
  });
});
