import type { Config, Service } from "../../config/model.ts";
import { alertmanagers } from "./alertmanagers.ts";
import { deliveryEvents, triggers } from "./events.ts";

/** Annotations of an Application that its messages are filled from. */
export const announced = {
  team: "msa-gitops/team",
  version: "msa-gitops/version",
  /** Of a sample only (cli/notify/sample-applications.ts): the one channel it goes to, and until when. */
  testChannel: "msa-gitops/test-channel",
  testUntil: "msa-gitops/test-until",
} as const;

type Facts = Pick<Config, "addons" | "platform">;

/**
 * What an Application carries so that its events are told: subscriptions to every trigger at each
 * Alertmanager, and what Argo CD itself does not know of the service. Empty where nobody would listen.
 */
export function notificationAnnotations(
  { team, version }: Pick<Service, "team" | "version">,
  facts: Facts,
): Readonly<Record<string, string>> {
  const listeners = alertmanagers(facts);
  if (listeners.length === 0) return {};
  const subscriptions = deliveryEvents.flatMap((event) =>
    // A webhook has no recipients.
    listeners.map(({ name }) => [subscription(triggers[event], name), ""] as const),
  );
  return {
    [announced.team]: team,
    [announced.version]: version,
    ...Object.fromEntries(subscriptions),
  };
}

function subscription(trigger: string, service: string): string {
  return `notifications.argoproj.io/subscribe.${trigger}.${service}`;
}
