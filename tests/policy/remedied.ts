import type { Fields } from "../../policy/model/read.ts";
import { rules } from "../../policy/rules.ts";

/** A Deployment of somebody who has not heard of any of this. */
export const bare: Fields = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "bare", namespace: "microservices", labels: { app: "bare" } },
  spec: {
    selector: { matchLabels: { app: "bare" } },
    template: {
      metadata: { labels: { app: "bare" } },
      spec: {
        initContainers: [{ name: "init", image: "x:1" }],
        containers: [{ name: "bare", image: "x:1", securityContext: { runAsUser: 1000 } }],
      },
    },
  },
};
/** Each rule that puts right what it finds. */
export const remedies = rules.flatMap((rule) =>
  rule.remedy === undefined ? [] : [{ rule, remedy: rule.remedy }],
);

/** An object after all remedies, as the pack leaves it. */
export function remedied(object: Fields): Fields {
  return remedies.reduce((before, { remedy }) => remedy(before) ?? before, object);
}
