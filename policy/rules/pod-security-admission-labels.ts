import { inObject } from "../model/in-object.ts";
import { isService, ofKind } from "../model/stack.ts";
import { labelsOf, nameOf } from "../model/subject.ts";
import { levels, withParameters } from "../rule.ts";
import { show } from "../finding.ts";

const prefix = "pod-security.kubernetes.io/";
const strictness = ["privileged", "baseline", "restricted"];

export const podSecurityAdmissionLabels = withParameters<{
  least: string;
  services: string;
  privileged: readonly string[];
}>({
  name: "pod-security-admission-labels",
  family: "pods",
  description: "Every namespace says which Pod Security Standard its pods must meet.",
  reason: "The API server then refuses what slipped past every check before it.",
  levels: levels.fromStaging,
  remediation: "Label the namespace with pod-security.kubernetes.io/enforce.",
  references: ["Kyverno psa/add-psa-labels, psa/deny-privileged-profile", "Pod Security Standards"],
  scope: "object",
  parameters: {
    privileged: {
      type: "array",
      items: { type: "string" },
      description: "Platform namespaces with agents of the node, which no standard admits.",
    },
    least: {
      type: "string",
      enum: strictness,
      description: "Least standard of a platform namespace.",
    },
    services: {
      type: "string",
      enum: strictness,
      description: "Standard of the services' namespace.",
    },
  },
  defaults: ({ config: { addons } }) => ({
    least: "baseline",
    services: "restricted",
    // The CNI node agent and the node exporter look at the node itself.
    privileged: [addons.istio, addons.prometheus].flatMap((each) => each?.namespace ?? []),
  }),
  check: (stack, { parameters }) =>
    ofKind(stack, "", "Namespace").flatMap((subject) => {
      const isOurs = nameOf(subject) === stack.config.namespace || isService(stack, subject);
      const least = isOurs ? parameters.services : parameters.least;
      if (!isOurs && parameters.privileged.includes(nameOf(subject))) return [];
      const found = labelsOf(subject)[`${prefix}enforce`];
      if (strictness.indexOf(String(found)) >= strictness.indexOf(least)) return [];
      const expected = least === "restricted" ? least : `${least} or stricter`;
      return [
        inObject(subject, `metadata.labels.${prefix}enforce`, expected, { actual: show(found) }),
      ];
    }),
});
