import { show, type Finding } from "../finding.ts";
import { inObject } from "../model/in-object.ts";
import { applications, renderedBy } from "../model/application.ts";
import { at, isFields, textAt } from "../model/read.ts";
import type { Stack } from "../model/stack.ts";
import type { Subject } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";

const optionsKey = "argocd.argoproj.io/sync-options";
/** What prune must ask a person about: its removal takes data, or everything else, with it. */
const asked = ["PersistentVolumeClaim", "CustomResourceDefinition", "Namespace"];

export const syncPolicyMatchesEnvironment = withParameters<{ confirm: boolean }>({
  name: "sync-policy-matches-environment",
  family: "argo-cd",
  description:
    "An Application syncs as the configuration says, never to nothing, and production asks before it prunes data.",
  reason: "An empty chart with allowEmpty removes a service; a pruned claim removes its data.",
  levels: levels.always,
  remediation: "Set syncPolicy.automated as msa:sync says.",
  references: ["Argo CD automated sync", "Argo CD sync options: Prune=confirm"],
  scope: "stack",
  parameters: {
    confirm: {
      type: "boolean",
      description: "Whether claims, CRDs and namespaces need Prune=confirm.",
    },
  },
  defaults: (_, environment) => ({ confirm: confirmed[environment] }),
  check: (stack, { parameters: { confirm } }) =>
    applications(stack).flatMap((application) => [
      ...automation(stack, application),
      ...(confirm ? unasked(stack, application) : []),
    ]),
});

const confirmed = { development: false, staging: false, production: true } as const;

function automation({ config }: Stack, application: Subject): readonly Finding[] {
  const path = "spec.syncPolicy.automated";
  const automated = at(application.object, path);
  const isOn = isFields(automated) && automated["enabled"] !== false;
  if (isOn !== config.sync.automated) {
    const actual = isOn ? "on" : "off";
    return [
      inObject(application, path, `${config.sync.automated ? "on" : "off"} as configured`, {
        actual,
      }),
    ];
  }
  if (!isOn) return [];
  const wanted = { prune: config.sync.prune, selfHeal: config.sync.selfHeal, allowEmpty: false };
  return Object.entries(wanted)
    .filter(([key, value]) => (automated[key] ?? false) !== value)
    .map(([key, value]) =>
      inObject(application, `${path}.${key}`, String(value), { actual: show(automated[key]) }),
    );
}

function unasked(stack: Stack, application: Subject): readonly Finding[] {
  return renderedBy(stack, application)
    .filter(({ object }) => asked.includes(object.kind))
    .filter(({ object }) => {
      const options = textAt(object, ["metadata", "annotations", optionsKey]) ?? "";
      return !/Prune=(confirm|false)/.test(options);
    })
    .map((subject) =>
      inObject(subject, "metadata.annotations.sync-options", "with Prune=confirm", {
        actual: "without it",
      }),
    );
}
