import type {
  EngineEvent,
  PolicyEvent,
  StepEventMetadata,
} from "@pulumi/pulumi/automation/index.js";

import { engineError } from "./engine-error.ts";
import { keyOf, releaseType, shortUrn } from "./engine-state.ts";

/** How many resources an engine run left alone, created, updated, replaced or deleted. */
export interface Changes {
  readonly same: number;
  readonly changed: number;
  /** One line per changed resource: `create Application user-service-development`. */
  readonly lines: readonly string[];
}

/** What an engine run did, or would do, with the releases in it. */
export interface Run extends Changes {
  /** Helm releases that are created, `<namespace>/<name>`, with the description each gets. */
  readonly releases: ReadonlyMap<string, string>;
}

/** What an operation of the engine is given. */
export interface Listening {
  readonly onEvent: (event: EngineEvent) => void;
  /** Asks the engine to end in order. */
  readonly signal: AbortSignal;
}

/** Runs an engine operation, counts what it does, and turns its failure into its own error messages. */
export async function observed(
  operation: (listening: Listening) => Promise<unknown>,
  tell: ((detail: string) => void) | undefined,
): Promise<Run> {
  const errors: string[] = [];
  const lines: string[] = [];
  const releases = new Map<string, string>();
  let same = 0;
  let done = 0;
  const planned = (step: StepEventMetadata) => {
    if (isChange(step)) lines.push(described(step));
    if (isNewRelease(step)) releases.set(...releaseOf(step));
    same += step.op === "same" ? 1 : 0;
  };
  const finished = (step: StepEventMetadata) => {
    done += 1;
    tell?.(`${done} done, ${described(step)}`);
  };
  const onEvent = (event: EngineEvent) => {
    if (event.resourcePreEvent !== undefined) planned(event.resourcePreEvent.metadata);
    if (event.resOutputsEvent !== undefined) finished(event.resOutputsEvent.metadata);
    if (event.diagnosticEvent?.severity === "error") errors.push(event.diagnosticEvent.message);
    if (event.policyEvent?.enforcementLevel === "mandatory")
      errors.push(refused(event.policyEvent));
  };
  try {
    await endingInOrder(({ signal, heard }) =>
      operation({
        signal,
        onEvent: (event) => {
          heard(event);
          onEvent(event);
        },
      }),
    );
  } catch (error) {
    throw engineError(error, errors);
  }
  return { same, changed: lines.length, lines, releases };
}

/** What a mandatory rule found, without the rule's description, which the engine puts on a line before it. */
function refused({ policyName, message }: PolicyEvent): string {
  return `${policyName}: ${message.slice(message.indexOf("\n") + 1)}`;
}

/** What an interrupt needs to know of a run. */
interface Interruptible {
  readonly signal: AbortSignal;
  /** To be called with every event. */
  readonly heard: (event: EngineEvent) => void;
}

/**
 * Runs something that an interrupt must not leave alone: Ctrl-C reaches the engine as well, which needs
 * time to end in order, so its end is ours; a SIGTERM, which reaches only this process, is handed on.
 *
 * Before the engine's first event it may not be there yet to hear of either: it is told then. It is not
 * told twice, since a second interrupt ends it at once, whatever it is doing.
 */
async function endingInOrder(run: (on: Interruptible) => Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  let hasBegun = false;
  let isWaiting = false;
  const interrupted = () => {
    isWaiting = !hasBegun;
  };
  const terminated = () => {
    if (hasBegun) stop.abort();
    else isWaiting = true;
  };
  const heard = (event: EngineEvent) => {
    if (!hasBegun && isWaiting && !saysInterrupted(event)) stop.abort();
    hasBegun = true;
  };
  process.on("SIGINT", interrupted).on("SIGTERM", terminated);
  try {
    await run({ signal: stop.signal, heard });
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", terminated);
  }
}

/** The engine's answer to a first interrupt (pulumi/pkg/backend/cancellation_scope.go). */
function saysInterrupted({ stdoutEvent }: EngineEvent): boolean {
  return stdoutEvent?.message.includes("^C received") === true;
}

function isNewRelease({ op, type }: StepEventMetadata): boolean {
  return type === releaseType && op.startsWith("create");
}

/** `<namespace>/<name>` of a release, and its description. */
function releaseOf({ new: wanted }: StepEventMetadata): [string, string] {
  const inputs = wanted?.inputs as
    | { readonly name?: string; readonly namespace?: string; readonly description?: string }
    | undefined;
  return [keyOf({ inputs }), inputs?.description ?? ""];
}

/** Reading, for the first time or anew, changes nothing; components and the stack itself only group what does. */
function isChange({ op, type }: StepEventMetadata): boolean {
  const groups = type === "pulumi:pulumi:Stack" || type.startsWith("msa:");
  return !groups && !["same", "read", "refresh"].includes(op);
}

function described({ op, urn }: StepEventMetadata): string {
  return `${op} ${shortUrn(urn)}`;
}
