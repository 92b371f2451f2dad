import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { ConfigError } from "../../config/config-error.ts";
import { recordStack } from "../../recorder/record-stack.ts";
import { RecordError } from "../../recorder/record.ts";
import { committedFiles } from "../support/real-configs.ts";
import { only } from "../support/record-component.ts";

const files = committedFiles("staging");
const committed = readFileSync(files.stackFile, "utf8");
const ciphertext = "v1:q8Yt0n1S0s3cr3t:4mJ1zA==";

describe("recordStack", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "msa-record-stack-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Records staging from a changed copy of its file. */
  async function recordChanged(change: (text: string) => string) {
    const stackFile = join(folder, "Pulumi.staging.yaml");
    const text = change(committed);
    assert.notEqual(text, committed);
    writeFileSync(stackFile, text);
    return recordStack({ ...files, stackFile });
  }

  it("gives the same bytes twice", async () => {
    const twice = await Promise.all([recordStack(files), recordStack(files)]);

    const [first, second] = twice.map((recording) => JSON.stringify(recording));
    assert.equal(first, second);
  });

  it("gives the same bytes when the keys of a file stand in another order", async () => {
    const { config } = parse(committed) as { config: Record<string, unknown> };
    const reversed = stringify({ config: Object.fromEntries(Object.entries(config).reverse()) });

    const changed = await recordChanged(() => reversed);

    assert.equal(JSON.stringify(changed), JSON.stringify(await recordStack(files)));
  });

  it("answers the cluster guard with the stack's pin, so that a pinned stack is recorded too", async () => {
    const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";

    const { resources } = await recordChanged((text) => text.replace('uid: ""', `uid: ${uid}`));

    assert.deepEqual(only(resources, "pulumi:providers:kubernetes").inputs, {
      clusterIdentifier: uid,
      context: "staging",
      enableSecretMutable: "true",
      kubeClientSettings: '{"qps":500,"burst":1000}',
    });
  });

  it("reads an encrypted value of the provider as little as the program does", async () => {
    const changed = await recordChanged(
      (text) => `${text}  kubernetes:kubeconfig:\n    secure: ${ciphertext}\n`,
    );

    assert.equal(JSON.stringify(changed), JSON.stringify(await recordStack(files)));
  });

  it("runs nothing when an encrypted value would end in plain text in an Application", async () => {
    const recording = recordChanged((text) =>
      text.replace(
        "order-service: { version: 1.0.0 }",
        `order-service: { version: 1.0.0, env: { GREETING: { secure: "${ciphertext}" } } }`,
      ),
    );

    await assert.rejects(recording, (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(
        error.message,
        "Pulumi.staging.yaml has 1 problem:\n" +
          "  services: must not have an encrypted value, since all of it is written into Argo CD's Applications. " +
          "Keep it in a Kubernetes Secret and name that here.",
      );
      return true;
    });
  });

  it("says where the program is when there is none", async () => {
    const projectFile = join(folder, "Pulumi.yaml");
    writeFileSync(projectFile, readFileSync(files.projectFile));

    await assert.rejects(recordStack({ ...files, projectFile }), (error) => {
      assert.ok(error instanceof RecordError);
      assert.match(error.message, /Cannot find module '.*msa-record-stack-\w+\/index\.ts'/);
      return true;
    });
  });
});
