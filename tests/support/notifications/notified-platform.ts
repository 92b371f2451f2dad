import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { PatchStrategy } from "@kubernetes/client-node";
import { parseDocument } from "yaml";

import { readAlertmanager } from "../../../toolchain/cluster/cluster.ts";
import { type Checkout, type Ended, makeCheckout } from "../checkout.ts";
import { localCluster, type LocalCluster } from "../local-cluster.ts";
import { installOnly, installOnlyArgoCd } from "../platform-choice.ts";
import { type Sinks, startSinks } from "../sinks/sinks.ts";
import { received, type Received } from "./received.ts";

const environment = "development";
const project = "Pulumi.yaml";
const stack = `Pulumi.${environment}.yaml`;

/** Teams of the catalogue, each with a channel of its own in Teams. */
export const teams = ["identity", "catalogue", "commerce", "messaging"];

/**
 * The platform on a local cluster with nothing but Argo CD and Alertmanager, told to send to sinks on this
 * machine: over TLS, with credentials, as it would to the real ones.
 */
export class NotifiedPlatform {
  readonly checkout: Checkout;
  readonly sinks: Sinks;

  private constructor(checkout: Checkout, sinks: Sinks) {
    this.checkout = checkout;
    this.sinks = sinks;
  }

  /** Makes it, not up yet. `remove` has to follow. */
  static async make(): Promise<NotifiedPlatform> {
    const platform = new NotifiedPlatform(makeCheckout(), await startSinks());
    platform.#configure();
    return platform;
  }

  async remove(): Promise<void> {
    await this.checkout.remove();
    await this.sinks.stop();
  }

  /** Runs ./msa; what it starts trusts the sinks. */
  msa(...args: string[]): Promise<Ended> {
    return this.checkout.msa(args, { SSL_CERT_FILE: this.sinks.authority });
  }

  /** Sets secrets of the local run, which the next `up` uses. */
  async setSecrets(secrets: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(secrets)) {
      const command = `printf %s "$VALUE" | ./msa secrets set ${environment} ${name} --local`;
      const { code, stderr } = await this.checkout.run("sh", ["-c", command], { VALUE: value });
      assert.equal(code, 0, stderr);
    }
  }

  /** Addresses of the teams' Workflows, by the names of their secrets. */
  get workflows(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      teams.map((team) => [
        `notifications/teams/${team}`,
        `${this.sinks.teams.url}/powerautomate/${team}`,
      ]),
    );
  }

  get cluster(): LocalCluster {
    return localCluster(this.checkout.folder, environment);
  }

  /** Leaves out what has arrived so far. */
  forget(): void {
    this.sinks.slack.messages.length = 0;
    this.sinks.teams.messages.length = 0;
    this.sinks.mail.mails.length = 0;
  }

  /** Everything that has arrived so far under this title. */
  messages(title: string): readonly Received[] {
    return received(this.sinks).filter((message) => message.title === title);
  }

  /** The messages under this title, once at least so many are there; mocha's timeout is the limit. */
  async arrived(title: string, count: number): Promise<readonly Received[]> {
    for (;;) {
      const found = this.messages(title);
      if (found.length >= count) return found;
      await sleep(200);
    }
  }

  /** How often Argo CD has said since a moment that a service became Degraded, by the events it writes. */
  async degraded(service: string, since: Date): Promise<number> {
    const { items } = await this.cluster.core.listNamespacedEvent({ namespace: "argocd" });
    return items.filter(
      ({ involvedObject, message = "", firstTimestamp }) =>
        involvedObject.name === `${service}-${environment}` &&
        message.endsWith("-> Degraded") &&
        (firstTimestamp ?? since) >= since,
    ).length;
  }

  /** Changes the values that Argo CD renders a service's chart with. */
  async changeValues(service: string, valuesObject: object): Promise<void> {
    await this.#changeSource(service, { helm: { valuesObject } });
  }

  /** Has Argo CD look for another version of a service's chart. */
  async changeChartVersion(service: string, targetRevision: string): Promise<void> {
    await this.#changeSource(service, { targetRevision });
  }

  /** Hands an alert over as Prometheus does, which repeats it at every evaluation. */
  async alert(
    labels: Readonly<Record<string, string>>,
    annotations: Readonly<Record<string, string>>,
    startsAt: Date,
  ): Promise<void> {
    const folder = `${this.checkout.folder}/.msa/local/${environment}/cluster`;
    const { url = "" } = (await readAlertmanager(folder)) ?? {};
    const endsAt = new Date(Date.now() + 4 * 60_000);
    const answer = await fetch(`${url}/api/v2/alerts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ labels, annotations, startsAt, endsAt }]),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async #changeSource(service: string, source: object): Promise<void> {
    const metadata = { name: `${service}-${environment}`, namespace: "argocd" };
    const spec = { source };
    await this.#patch({ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec });
  }

  async #patch(object: { readonly [field: string]: unknown; metadata: object }): Promise<void> {
    const merge = PatchStrategy.MergePatch;
    await this.cluster.objects.patch(object, undefined, undefined, undefined, undefined, merge);
  }

  #configure(): void {
    const { slack, mail } = this.sinks;
    installOnlyArgoCd(this.checkout, environment);
    installOnly(this.checkout, environment, ["prometheus"]);
    this.#edit(project, ["config", "notifications", "value"], {
      slack: { channel: "#shop", apiUrl: `${slack.url}/api/chat.postMessage` },
      email: {
        to: ["admin@example.org"],
        from: "msa@example.org",
        server: `localhost:${mail.port}`,
        username: "msa@example.org",
      },
      teams: {},
      onCall: { slack: "#on-call" },
    });
    // A sync that cannot succeed has failed at once, and a rollout that cannot succeed soon.
    this.#edit(stack, ["config", "msa:sync"], { retries: 0 });
    this.#edit(stack, ["config", "msa:services", "order-service", "values"], {
      rollout: { progressDeadlineSeconds: 20 },
    });
  }

  #edit(name: string, path: readonly string[], value: unknown): void {
    const file = parseDocument(this.checkout.read(name));
    file.setIn(path, value);
    this.checkout.write(name, String(file));
  }
}
