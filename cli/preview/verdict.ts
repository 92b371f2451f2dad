import type { Exempted } from "../../policy/exemptions/apply.ts";
import type { Finding, Verdict } from "../../report/side.ts";
import { forPerson } from "../user-errors.ts";
import { judgeRecording } from "../policy/judge-recording.ts";
import { policyRenderer } from "../policy/renderer.ts";
import { policyTerms } from "../policy/terms.ts";
import type { RecordedTree } from "./recorded-tree.ts";
import type { Tree } from "./tree.ts";

/** The same as part of a side; the base's own files may be such that today's rules cannot read them. */
export async function verdictOf(tree: Tree, recorded: RecordedTree): Promise<Verdict> {
  try {
    return { findings: await findingsOf(tree, recorded) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { notJudged: forPerson(error)?.message ?? error.message };
  }
}

/**
 * What the rules find wrong with an environment at one revision. The rules are the working tree's, also
 * for the base: what a change breaks and what it fixes shows only when both are held to the same. Exempted
 * findings are left out; the exemptions are each revision's own.
 *
 * A chart that cannot be had is no finding here: the report names it among what cannot be known.
 */
async function findingsOf(
  { folder }: Tree,
  { recording, config }: RecordedTree,
): Promise<readonly Finding[]> {
  const renderer = policyRenderer({ addons: Object.keys(config.addons), tree: folder });
  const terms = policyTerms(folder);
  const { violations } = await judgeRecording(config, recording.resources, renderer, terms);
  return violations.filter(isTelling).map(({ rule, level, object, finding, message }) => ({
    rule,
    level: level === "mandatory" ? level : "advisory",
    where: [object, finding.container, finding.path].filter(Boolean).join(" "),
    message,
  }));
}

function isTelling({ exemption, rule }: Exempted): boolean {
  return exemption === undefined && rule !== "rendered-charts";
}
