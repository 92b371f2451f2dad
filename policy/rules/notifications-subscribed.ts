import { inObject } from "../model/in-object.ts";
import { applications } from "../model/application.ts";
import { fieldsAt } from "../model/read.ts";
import { withParameters } from "../rule.ts";

export const notificationsSubscribed = withParameters<{ triggers: readonly string[] }>({
  name: "notifications-subscribed",
  family: "observability",
  description: "Somebody is told when a sync fails or a service is not healthy.",
  reason: "Argo CD shows it to whoever looks; nobody looks at night.",
  levels: { development: "off", staging: "advisory", production: "advisory" },
  remediation: "Subscribe the Application to the trigger.",
  references: ["Argo CD notifications subscriptions"],
  scope: "object",
  parameters: {
    triggers: {
      type: "array",
      items: { type: "string" },
      description: "Triggers each Application needs.",
    },
  },
  defaults: () => ({ triggers: ["on-sync-failed", "on-health-degraded"] }),
  check: (stack, { parameters: { triggers } }) =>
    applications(stack).flatMap((application) => {
      const keys = Object.keys(fieldsAt(application.object, "metadata.annotations"));
      return triggers
        .filter(
          (trigger) =>
            !keys.some((key) => key.startsWith(`notifications.argoproj.io/subscribe.${trigger}.`)),
        )
        .map((trigger) =>
          inObject(application, "metadata.annotations", `subscribed to ${trigger}`, {
            actual: "not subscribed",
          }),
        );
    }),
});
