import type { Config } from "../../config/model.ts";
import type { RecordedResource } from "../../recorder/recording.ts";
import { releaseType } from "../engine-state.ts";
import { judgeRecording } from "../policy/judge-recording.ts";
import { policyRenderer } from "../policy/renderer.ts";
import { policyTerms } from "../policy/terms.ts";
import { applicationType } from "../render-owner.ts";
import { forPerson } from "../user-errors.ts";
import type { ChangedFile } from "./change.ts";
import { recorded } from "./effects.ts";

/** One environment before a change and after it. */
export interface Sides {
  readonly before: Config;
  readonly after: Config;
  readonly files: readonly ChangedFile[];
  /** Services whose objects are looked at. */
  readonly services: readonly string[];
}

/**
 * What the policies say of services after a change that they did not say before, one sentence each.
 * Only the services' own Applications are rendered; `./msa policy check` asks about everything.
 */
export async function policyNotes(sides: Sides): Promise<readonly string[]> {
  const { before, after, files } = sides;
  try {
    const was = await violations(before, [], sides);
    const will = await violations(after, files, sides);
    const known = new Set(was.map(({ rule, object }) => `${rule} ${object}`));
    return will
      .filter(({ rule, object }) => !known.has(`${rule} ${object}`))
      .map(({ rule, level, message }) => `Policy ${rule} is against it (${level}): ${message}`);
  } catch (error) {
    const said = forPerson(error);
    if (said === undefined) throw error;
    return [`The policies could not be asked: ${said.message}`];
  }
}

async function violations(config: Config, files: readonly ChangedFile[], { services }: Sides) {
  const resources = await recorded(config.environment, config.cluster.uid, files);
  const renderer = policyRenderer({ addons: Object.keys(config.addons) });
  const lookedAt = resources.filter((each) => isLookedAt(each, services));
  const { violations: found } = await judgeRecording(config, lookedAt, renderer, policyTerms());
  return found.filter(({ exemption }) => exemption === undefined);
}

/** The platform's releases do not change with a service, and take long to render. */
function isLookedAt({ type, name }: RecordedResource, services: readonly string[]): boolean {
  return type === applicationType ? services.includes(name) : type !== releaseType;
}
