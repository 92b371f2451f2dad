import assert from "node:assert/strict";
import { join } from "node:path";

import { record, RecordError, type RecordOptions } from "../../recorder/record.ts";
import type { Recording } from "../../recorder/recording.ts";
import { typesAndNames } from "../support/record-component.ts";
import { root } from "../support/tools.ts";

/** Records the program of a folder in tests/fixtures/recorder. */
async function recordFixture(
  name: string,
  options: Partial<RecordOptions> = {},
): Promise<Recording> {
  return record({
    folder: join(root, "tests", "fixtures", "recorder", name),
    project: "msa",
    stack: "development",
    config: {},
    secretKeys: [],
    identity: "",
    ...options,
  });
}

/** Message of the RecordError that recording a fixture ends with. */
async function refusal(name: string): Promise<string> {
  const error: unknown = await recordFixture(name).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RecordError, `not a RecordError: ${String(error)}`);
  return error.message;
}

const urn = (type: string, name: string) => `urn:pulumi:development::msa::${type}::${name}`;

describe("record", () => {
  it("waits for what is registered after the program's last line, however deep", async () => {
    const { resources } = await recordFixture("late");

    assert.deepEqual(typesAndNames(resources), [
      "test:index:Thing first",
      "test:index:Thing late-1",
      "test:index:Thing later-2",
    ]);
  });

  it("gives inputs with sorted keys and the options that are set", async () => {
    const { environment, resources, outputs } = await recordFixture("options");

    const group = urn("test:index:Group", "group");
    const first = urn("test:index:Group$test:index:Thing", "first");
    const second = urn("test:index:Thing", "second");
    assert.equal(environment, "development");
    assert.deepEqual(outputs, {});
    assert.equal(
      JSON.stringify(resources),
      JSON.stringify([
        {
          urn: first,
          type: "test:index:Thing",
          name: "first",
          custom: true,
          inputs: { apple: { a: null, b: true }, zebra: 1 },
          options: { parent: group },
        },
        {
          urn: group,
          type: "test:index:Group",
          name: "group",
          custom: false,
          inputs: {},
          options: {},
        },
        {
          urn: urn("test:index:Thing", "all"),
          type: "test:index:Thing",
          name: "all",
          custom: true,
          inputs: {},
          options: {
            dependsOn: [first, second],
            protect: true,
            retainOnDelete: true,
            deletedWith: first,
            ignoreChanges: ["value"],
            customTimeouts: { create: "1m", update: "2m", delete: "3m" },
            hooks: { beforeCreate: ["a-hook"], afterDelete: ["a-hook"] },
          },
        },
        {
          urn: second,
          type: "test:index:Thing",
          name: "second",
          custom: true,
          inputs: {},
          options: {},
        },
      ]),
    );
  });

  it("gives the same bytes twice", async () => {
    const twice = await Promise.all([recordFixture("options"), recordFixture("options")]);

    const [first, second] = twice.map((recording) => JSON.stringify(recording));
    assert.equal(first, second);
  });

  describe("secrets", () => {
    const password = "correct-horse-battery-staple";
    let recording: Recording;

    before(async () => {
      recording = await recordFixture("secrets", {
        config: { "msa:password": password },
        secretKeys: ["msa:password"],
      });
    });

    it("stand in a recording as placeholders, wherever they went", () => {
      const secret = { secret: true };
      assert.deepEqual(
        recording.resources.map(({ inputs }) => inputs),
        [
          {
            value: secret,
            list: ["plain", secret],
            url: secret,
            map: { plain: "plain", inner: { password: secret } },
          },
        ],
      );
      assert.deepEqual(recording.outputs, { plain: "plain", exported: secret, inside: secret });
    });

    it("are nowhere in its text, not even in part", () => {
      assert.equal(JSON.stringify(recording).includes("horse"), false);
    });
  });

  it("answers a read of the cluster's identity with the pin, and of a Secret with its form", async () => {
    const { resources } = await recordFixture("reads", { identity: "the-pin" });

    const [thing] = resources.filter(({ type }) => type === "test:index:Thing");
    assert.deepEqual(thing?.inputs, { uid: "the-pin", password: "" });
  });

  it("keeps what the program prints out of the recording", async () => {
    const { environment, resources } = await recordFixture("prints");

    assert.equal(environment, "development");
    assert.deepEqual(typesAndNames(resources), ["test:index:Thing only"]);
  });

  it("brings a recording whole that is larger than a pipe", async () => {
    const { resources } = await recordFixture("big");

    const values = resources.map(({ name, inputs }) => `${name} ${String(inputs["value"])}`);
    const expected = Array.from(
      { length: 200 },
      (_, position) => `thing-${position + 100} ${"한".repeat(1000)}`,
    );
    assert.deepEqual(values, expected);
  });

  it("runs every program in a process of its own, so that environments do not mix", async () => {
    const [development, staging] = await Promise.all([
      recordFixture("late"),
      recordFixture("late", { stack: "staging" }),
    ]);

    assert.equal(development.environment, "development");
    assert.equal(staging.environment, "staging");
    assert.deepEqual(
      staging.resources.map((resource) => resource.urn),
      development.resources.map((resource) => resource.urn.replace("development", "staging")),
    );
  });

  describe("a program that fails", () => {
    it("is reported in its own words, without a stack trace", async () => {
      assert.equal(
        await refusal("throws"),
        "msa:replicas: must be at least 1 (found 0). Raise it.",
      );
    });

    it("is reported in its own words when it fails after its last line", async () => {
      assert.equal(await refusal("throws-late"), "msa:late: is wrong. Mend it.");
    });

    it("is reported with the place when the mistake is ours", async () => {
      const [message, place] = (await refusal("breaks")).split("\n");

      assert.equal(message, "TypeError: a mistake of ours");
      assert.match(place ?? "", /tests\/fixtures\/recorder\/breaks\/index\.ts:1:7/);
    });

    it("is told that the recorder answers no provider function", async () => {
      const [message] = (await refusal("calls")).split("\n");

      assert.equal(
        message,
        "Error: test:index:lookUp: the program calls a provider function the recorder cannot answer.",
      );
    });

    it("is reported with its last words when it ends itself", async () => {
      assert.equal(
        await refusal("exits"),
        "The program ended without an answer (exit code 3). last words\n",
      );
    });
  });
});
