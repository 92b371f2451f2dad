import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Recovered } from "../../../cli/commands/recover.ts";
import { type Checkout, type Interrupt, makeCheckout } from "../checkout.ts";
import { deployedReleases } from "../cluster-content.ts";
import { everyObject } from "../every-object.ts";
import { localCluster } from "../local-cluster.ts";
import { installOnlyArgoCd } from "../platform-choice.ts";
import { processesWith } from "../processes.ts";
import { resourceTypes, stateText, type UpStep } from "./up-steps.ts";

const environment = "development";

/** One interrupt of one step. */
export interface InterruptCase {
  readonly step: UpStep;
  readonly signal: Interrupt;
}

/** All that a finished `up` has made. */
interface Made {
  /** URNs in the state. */
  readonly resources: readonly string[];
  readonly objects: readonly string[];
  readonly releases: readonly string[];
}

/** Development with Argo CD alone, brought up and interrupted again and again. */
export class InterruptedPlatform {
  readonly #checkout: Checkout;
  readonly #folder: string;
  readonly #whole: Made;

  private constructor(checkout: Checkout, whole: Made) {
    this.#checkout = checkout;
    this.#folder = runFolder(checkout);
    this.#whole = whole;
  }

  /** Brings it up once without an interrupt, to know what there must be after each. */
  static async make(): Promise<InterruptedPlatform> {
    const checkout = makeCheckout();
    try {
      installOnlyArgoCd(checkout, environment);
      const { code, stderr } = await checkout.msa(["up", environment]);
      assert.equal(code, 0, stderr);
      const whole = await madeIn(checkout);
      const types = whole.resources
        .map(typeOf)
        .filter((type) => !/^(msa|pulumi:pulumi):/.test(type));
      assert.deepEqual([...new Set(types)].sort(), resourceTypes.toSorted(), "the steps of an up");
      return new InterruptedPlatform(checkout, whole);
    } catch (error) {
      await checkout.remove();
      throw error;
    }
  }

  async remove(): Promise<void> {
    await this.#checkout.remove();
    assert.deepEqual(processesWith(this.#checkout.folder), []);
  }

  /** Interrupts an `up` from nothing; then recovers, and has all there once, as if nothing had happened. */
  async survives({ step, signal }: InterruptCase): Promise<void> {
    await this.#succeeds(["clean"]);
    await this.#interrupt(step, signal);
    if (this.#hasCluster()) await this.#recover(signal);
    await this.#succeeds(["up", environment]);
    const { changes } = await this.#asJson<{ changes: { changed: number } }>(["up", environment]);
    assert.equal(changes.changed, 0);
    assert.deepEqual(await madeIn(this.#checkout), this.#whole);
  }

  async #recover(signal: Interrupt): Promise<void> {
    const { findings } = await this.#asJson<Recovered>(["recover", environment, "--yes"]);
    const isLocked = findings.some(({ kind }) => kind === "lock");
    assert.ok(signal === "SIGKILL" || !isLocked, "an orderly end leaves no lock");
    const left = await this.#asJson<Recovered>(["recover", environment, "--yes"]);
    assert.deepEqual(left.findings, []);
  }

  #hasCluster(): boolean {
    return existsSync(join(this.#folder, "cluster", "kubeconfig"));
  }

  async #interrupt(step: UpStep, signal: Interrupt): Promise<void> {
    const running = this.#checkout.start(["up", environment]);
    const folder = this.#folder;
    while (!step.hasBegun({ folder, stderr: () => running.stderr() })) {
      assert.equal(running.code(), undefined, `it ended before: ${running.stderr()}`);
      await sleep(10);
    }
    running.interrupt(signal);
    await running.ended;
    assert.notEqual(running.code(), 0, "it was not interrupted");
  }

  async #succeeds(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.#checkout.msa(args);
    assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  async #asJson<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.#succeeds([...args, "--json"])) as T;
  }
}

function runFolder({ folder }: Checkout): string {
  return join(folder, ".msa", "local", environment);
}

async function madeIn(checkout: Checkout): Promise<Made> {
  const cluster = localCluster(checkout.folder, environment);
  const { checkpoint } = JSON.parse(stateText(runFolder(checkout))) as {
    checkpoint: { latest: { resources: { urn: string }[]; pending_operations?: unknown[] } };
  };
  assert.deepEqual(checkpoint.latest.pending_operations ?? [], []);
  return {
    resources: checkpoint.latest.resources.map(({ urn }) => urn).sort(),
    objects: (await everyObject(cluster)).filter(isOfUp),
    releases: await deployedReleases(cluster),
  };
}

/** Controllers name some objects by chance or by an address, and Helm has one record more for each time it tried. */
function isOfUp(object: string): boolean {
  return !/^(pods\.|endpointslices\.|ipaddresses\.|secrets\.core .*\/sh\.helm\.release)/.test(
    object,
  );
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
