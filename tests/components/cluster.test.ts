import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { connectCluster } from "../../components/cluster.ts";
import { only, recordComponent, typesAndNames, unknownValue } from "../support/record-component.ts";

const pinned = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";
const other = "9d0e7a3a-0000-4c54-9d0e-1f0c2a9e5b1d";

/** Connects as the program does, then registers something that must not exist in a wrong cluster. */
async function connect(args: { uid: string; live?: string; preview?: boolean }) {
  return recordComponent(
    async () => {
      const provider = await connectCluster({ context: "staging", uid: args.uid });
      new k8s.core.v1.Namespace("later", {}, { provider });
    },
    {
      preview: args.preview ?? false,
      live: args.live === undefined ? {} : { metadata: { uid: args.live } },
    },
  );
}

/** Message of a RunError, which the engine shows without a stack trace. */
function runError(error: unknown): string {
  assert.ok(error instanceof pulumi.RunError, `not a RunError: ${String(error)}`);
  return error.message;
}

const stopped = ["pulumi:providers:kubernetes cluster"];
const wentOn = ["kubernetes:core/v1:Namespace later", "pulumi:providers:kubernetes cluster"];

describe("connectCluster", () => {
  it("goes on without a word in the pinned cluster", async () => {
    const { resources, error, warnings } = await connect({ uid: pinned, live: pinned });

    assert.equal(error, undefined);
    assert.deepEqual(warnings, []);
    assert.deepEqual(typesAndNames(resources), wentOn);
  });

  it("gives what follows a provider that knows context and pin, and changes Secrets in place", async () => {
    const { resources } = await connect({ uid: pinned, live: pinned });

    const provider = only(resources, "pulumi:providers:kubernetes");
    assert.deepEqual(provider.inputs, {
      clusterIdentifier: pinned,
      context: "staging",
      enableSecretMutable: "true",
      kubeClientSettings: '{"qps":500,"burst":1000}',
    });
    assert.equal(only(resources, "Namespace").options.provider, provider.urn);
  });

  it("tells clusters apart by their context until the stack is pinned", async () => {
    const { resources } = await connect({ uid: "", live: other, preview: true });

    assert.deepEqual(only(resources, "pulumi:providers:kubernetes").inputs, {
      clusterIdentifier: "staging",
      context: "staging",
      enableSecretMutable: "true",
      kubeClientSettings: '{"qps":500,"burst":1000}',
    });
  });

  for (const preview of [true, false]) {
    describe(preview ? "in a preview" : "in an update", () => {
      it("stops in another cluster before anything is registered there", async () => {
        const { resources, error } = await connect({ uid: pinned, live: other, preview });

        assert.equal(
          runError(error),
          `cluster.uid: context "staging" is not this stack's cluster (found ${other}, pinned ${pinned}). ` +
            "Select the kubeconfig of the pinned cluster; nothing was changed.",
        );
        assert.deepEqual(typesAndNames(resources), stopped);
      });

      it("stops when a pinned cluster gives no identity", async () => {
        const { resources, error } = await connect({ uid: pinned, preview });

        assert.equal(
          runError(error),
          `cluster.uid: context "staging" is not this stack's cluster (found no answer, pinned ${pinned}). ` +
            "Select the kubeconfig of the pinned cluster; nothing was changed.",
        );
        assert.deepEqual(typesAndNames(resources), stopped);
      });
    });
  }

  it("stops, and does not wait for ever, when the identity is unknown", async () => {
    const { resources, error } = await connect({ uid: pinned, live: unknownValue, preview: true });

    assert.equal(
      runError(error),
      `cluster.uid: context "staging" is not this stack's cluster (found no answer, pinned ${pinned}). ` +
        "Select the kubeconfig of the pinned cluster; nothing was changed.",
    );
    assert.deepEqual(typesAndNames(resources), stopped);
  });

  it("only warns in the preview of a stack that is not pinned, with the command that pins it", async () => {
    const { resources, error, warnings } = await connect({ uid: "", live: other, preview: true });

    assert.equal(error, undefined);
    assert.deepEqual(warnings, [
      `cluster.uid: the stack is not pinned to a cluster (context "staging" is ${other}). ` +
        `Pin it: pulumi config set --path msa:cluster.uid ${other}`,
    ]);
    assert.deepEqual(typesAndNames(resources), wentOn);
  });

  it("says how to pin to a cluster that does not answer a preview", async () => {
    const { error, warnings } = await connect({ uid: "", live: unknownValue, preview: true });

    assert.equal(error, undefined);
    assert.deepEqual(warnings, [
      'cluster.uid: the stack is not pinned to a cluster (context "staging" is not answering). ' +
        "Pin it: pulumi config set --path msa:cluster.uid <UID of the kube-system namespace>",
    ]);
  });

  it("stops the update of a stack that is not pinned", async () => {
    const { resources, error, warnings } = await connect({ uid: "", live: other });

    assert.equal(
      runError(error),
      `cluster.uid: the stack is not pinned to a cluster (context "staging" is ${other}). ` +
        `Pin it: pulumi config set --path msa:cluster.uid ${other}`,
    );
    assert.deepEqual(warnings, []);
    assert.deepEqual(typesAndNames(resources), stopped);
  });
});
