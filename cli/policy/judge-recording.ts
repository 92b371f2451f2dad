import type { Config } from "../../config/model.ts";
import { expand, type Renderer } from "../../policy/depths/expand.ts";
import { judge, type Judgement, type Terms } from "../../policy/judge.ts";
import { rules } from "../../policy/rules.ts";
import type { RecordedResource } from "../../recorder/recording.ts";

/** Judges recorded resources at all three depths, by all rules. */
export async function judgeRecording(
  config: Config,
  resources: readonly RecordedResource[],
  renderer: Renderer,
  terms: Terms,
): Promise<Judgement> {
  const parts = await Promise.all(resources.map((resource) => expand(resource, renderer)));
  const stack = {
    config,
    subjects: parts.flatMap(({ subjects }) => subjects),
    unrendered: parts.flatMap(({ unrendered }) => unrendered),
  };
  return judge(stack, rules, terms);
}
