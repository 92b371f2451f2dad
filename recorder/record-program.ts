import * as pulumi from "@pulumi/pulumi";

import { captureRegistrations } from "./capture.ts";
import type { RecordRequest } from "./record.ts";
import type { Recording } from "./recording.ts";

/**
 * Runs a program against Pulumi's mocks and returns everything it registered, late children included.
 *
 * May be called once per process.
 *
 * @throws whatever the program throws; its configuration errors are pulumi.RunError.
 */
export async function recordProgram(request: RecordRequest): Promise<Recording> {
  const { project, stack, config, secretKeys, program, identity } = request;
  const resources = captureRegistrations();
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => ({
        id: args.id === undefined || args.id === "" ? `${args.name}-id` : args.id,
        state: (args.id === undefined || args.id === ""
          ? args.inputs
          : liveState(args, identity)) as object,
      }),
      call: (args) => {
        const details = `${args.token}: the program calls a provider function the recorder cannot answer.`;
        // Pulumi reads an error's `details`, which an error of gRPC has, and drops the message.
        throw Object.assign(new Error(details), { details });
      },
    },
    project,
    stack,
  );
  pulumi.runtime.setAllConfig(config, [...secretKeys]);
  const exported = (await import(program)) as Record<string, unknown>;
  await over();
  await pulumi.runtime.disconnect();
  return {
    environment: stack,
    resources: resources.sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    outputs: await settled(exported),
  };
}

/**
 * What a read of a live object answers: there is no cluster. The identity of the cluster is the pinned
 * one; of a Secret only the form is known, and what is made of it is recorded as a placeholder.
 */
function liveState({ type, inputs }: pulumi.runtime.MockResourceArgs, identity: string): unknown {
  if (type === "kubernetes:core/v1:Namespace") return { metadata: { uid: identity } };
  if (type === "kubernetes:core/v1:Secret") return { data: { password: "" } };
  return inputs;
}

/**
 * Resolves when nothing is left that could run, which is the engine's own measure. Pulumi's
 * `disconnect` waits for registrations under way, and not for an `apply` that has yet to begin one.
 */
async function over(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once("beforeExit", () => {
      resolve();
    });
  });
}

/** Stack outputs as plain values; secret ones as placeholders. */
async function settled(exported: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(exported).map(async ([name, value]) => {
    const output = pulumi.output(value) as unknown as {
      promise(): Promise<unknown>;
      isSecret: Promise<boolean>;
    };
    return [name, (await output.isSecret) ? { secret: true } : await output.promise()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
