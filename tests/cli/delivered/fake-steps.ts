import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { DeliverPorts, Proposal } from "../../../cli/delivered/deliver.ts";
import type { DeliverySteps } from "../../../cli/delivered/steps.ts";
import type { ApplicationObject } from "../../../cli/status/objects.ts";
import { keptProgress, runOf } from "../fake-engine.ts";
import type { ProjectRepository } from "./project-repository.ts";

/** Steps that reach no cluster, and the names of those that were taken, in order. */
export interface FakeSteps {
  readonly steps: DeliverySteps;
  readonly taken: string[];
  /** Text of the stack file when each of `plan` and `apply` ran. */
  readonly seen: Record<string, string>;
}

/**
 * Steps that succeed, unless told otherwise.
 *
 * @param plan lines of the engine's plan.
 */
export function fakeSteps(
  repository: ProjectRepository,
  plan: readonly string[],
  changes: Partial<DeliverySteps> = {},
): FakeSteps {
  const taken: string[] = [];
  const seen: Record<string, string> = {};
  const text = (environment: string) =>
    readFileSync(join(repository.root, `Pulumi.${environment}.yaml`), "utf8");
  const run = runOf({ lines: plan, changed: plan.length });
  const all: DeliverySteps = {
    find: (environment) =>
      Promise.resolve({ environment, kind: "local", context: "local", stackFile: "" }),
    plan: ({ environment }) => {
      seen["plan"] = text(environment);
      return Promise.resolve(run);
    },
    prepare: () =>
      Promise.resolve(() => {
        taken.push("set");
        return Promise.resolve();
      }),
    apply: ({ environment }) => {
      seen["apply"] = text(environment);
      return Promise.resolve(run);
    },
    wait: () => Promise.resolve(),
    verify: () => Promise.resolve(["Synced and Healthy"]),
    read: (_, { services }) =>
      Promise.resolve({ rows: [], applications: services.map(settledApplication) }),
    ...changes,
  };
  const noting =
    <Args extends readonly unknown[], T>(name: string, work: (...args: Args) => Promise<T>) =>
    (...args: Args) => {
      taken.push(name);
      return work(...args);
    };
  return {
    taken,
    seen,
    steps: {
      find: all.find,
      plan: noting("plan", all.plan),
      prepare: noting("prepare", all.prepare),
      apply: noting("apply", all.apply),
      wait: noting("wait", all.wait),
      verify: noting("verify", all.verify),
      read: all.read,
    },
  };
}

/** An Application that Argo CD has compared with what is declared, and found so. */
function settledApplication({ applicationName }: { applicationName: string }): ApplicationObject {
  const source = { helm: { valuesObject: { image: { tag: applicationName } } } };
  return {
    metadata: { name: applicationName },
    spec: { source },
    status: {
      sync: { status: "Synced", comparedTo: { source } },
      health: { status: "Healthy" },
    },
  };
}

/** Ports that answer every question alike, and keep what was shown and asked. */
export function fakePorts(answer = true) {
  const shown: Proposal[] = [];
  const asked: string[] = [];
  const progress = keptProgress();
  const ports: DeliverPorts = {
    show: (proposal) => shown.push(proposal),
    confirm: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
    progress,
  };
  return { ports, shown, asked, lines: progress.lines };
}
