import { setImmediate } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";

import { captureRegistrations } from "../../recorder/capture.ts";
import type { RecordedResource } from "../../recorder/recording.ts";

export interface RecordComponentOptions {
  /** Run as a preview, where values may be unknown. */
  readonly preview?: boolean;
  /** State that every read of a live object answers with. */
  readonly live?: Readonly<Record<string, unknown>>;
}

export interface RecordedComponent {
  /** Sorted by URN, as a recording is. */
  readonly resources: readonly RecordedResource[];
  /** What the build function threw. */
  readonly error?: unknown;
  /** Warnings it logged, without Pulumi's prefix. */
  readonly warnings: readonly string[];
}

/** Pulumi's stand-in for a value that is not known yet (sdk/nodejs/runtime/rpc.ts). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

let captured: RecordedResource[] | undefined;

/**
 * Runs a build function under Pulumi's mocks, in this process, and returns what it registered.
 *
 * Hooks are recorded and never run. The stack is `development` of project `msa`.
 */
export async function recordComponent(
  build: () => unknown,
  { preview = false, live = {} }: RecordComponentOptions = {},
): Promise<RecordedComponent> {
  captured ??= captureRegistrations();
  captured.length = 0;
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, id, inputs }) =>
        id === undefined || id === ""
          ? { id: `${name}-id`, state: inputs as Record<string, unknown> }
          : { id, state: live },
      call: ({ token }) => {
        throw new Error(`${token}: a component called a provider function.`);
      },
    },
    "msa",
    "development",
    preview,
  );
  const { warnings, error } = await withWarnings(build);
  await quiet(captured);
  await pulumi.runtime.disconnect();
  const resources = [...captured].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { resources, warnings, ...(error !== undefined && { error }) };
}

/** An `apply` may register more: waits until several turns of the event loop have brought nothing. */
async function quiet(resources: readonly unknown[]): Promise<void> {
  for (let idle = 0, before = -1; idle < 5; idle += 1) {
    if (resources.length !== before) idle = 0;
    before = resources.length;
    await setImmediate();
  }
}

/** Without an engine, Pulumi logs its warnings to the console. */
async function withWarnings(
  build: () => unknown,
): Promise<{ warnings: string[]; error?: unknown }> {
  const warnings: string[] = [];
  const original = console.warn;
  console.warn = (text: string) => warnings.push(text.replace("warning: [runtime] ", ""));
  try {
    await build();
    return { warnings };
  } catch (error) {
    return { warnings, error };
  } finally {
    console.warn = original;
  }
}

/** `<type> <logical name>` of each resource, sorted. */
export function typesAndNames(resources: readonly RecordedResource[]): string[] {
  return resources.map(({ type, name }) => `${type} ${name}`).sort();
}

/** The one resource of a type; the type may be shortened to its last part, such as `Namespace`. */
export function only(resources: readonly RecordedResource[], type: string): RecordedResource {
  const found = resources.filter((each) => each.type === type || each.type.endsWith(`:${type}`));
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    throw new Error(`${type}: expected one, found ${found.length}.`);
  }
  return resource;
}
