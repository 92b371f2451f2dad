import type { Judgement } from "../judge.ts";
import type { Rule } from "../rule.ts";

/** Where to look in the repository when the object itself is nowhere written down. */
const program = "index.ts";

/**
 * The judgements as SARIF 2.1.0, which GitHub's code scanning and most editors read
 * (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).
 */
export function sarif(
  judgements: readonly Judgement[],
  rules: readonly Rule[],
  lineOf: (file: string, key: string) => number,
): object {
  const results = judgements.flatMap(({ environment, violations }) =>
    violations.map((each) => ({
      ruleId: each.rule,
      ruleIndex: rules.findIndex(({ name }) => name === each.rule),
      level: each.level === "advisory" ? "note" : "error",
      message: { text: each.message },
      partialFingerprints: { object: `${environment}/${each.object}/${each.finding.path}` },
      ...(each.exemption !== undefined && {
        suppressions: [{ kind: "external", justification: each.exemption.reason }],
      }),
      locations: [location(each.place.file, each.place.key, each.object, lineOf)],
    })),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "msa-policy", rules: rules.map(descriptor) } },
        results,
        properties: {
          notCheckable: judgements.flatMap(({ notCheckable }) => notCheckable).length,
        },
      },
    ],
  };
}

function descriptor({ name, description, reason, remediation, references }: Rule) {
  return {
    id: name,
    shortDescription: { text: description },
    fullDescription: { text: reason },
    help: { text: `${remediation} See docs/reference/policies.md.` },
    properties: { tags: references },
  };
}

function location(
  file: string | undefined,
  key: string | undefined,
  object: string,
  lineOf: (file: string, key: string) => number,
) {
  const uri = file ?? program;
  const startLine = file === undefined || key === undefined ? 1 : lineOf(file, key);
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine } },
    logicalLocations: [{ fullyQualifiedName: object, kind: "object" }],
  };
}
