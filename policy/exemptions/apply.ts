import type { Environment } from "../../config/model.ts";
import type { Rule } from "../rule.ts";
import type { Violation } from "../judge.ts";
import type { Exemptions, PlatformExemption, ServiceExemption } from "./exemption.ts";

/** From this many days before its end an exemption is worth a reminder. */
const reminderDays = 14;
const millisecondsPerDay = 86_400_000;

/** A violation after the exemptions have been asked. */
export interface Exempted extends Violation {
  /** Absent: no exemption holds. */
  readonly exemption?: ServiceExemption | PlatformExemption;
}

/** How many exemptions of each sort a run had. */
export interface ExemptionFigures {
  readonly active: number;
  /** Active, and about to end. */
  readonly expiring: number;
  readonly expired: number;
  readonly unused: number;
}

/** Asks the exemptions about violations, and remembers which of them were needed. */
export interface ExemptionBook {
  /** The violation as it counts: one that is exempted is only told. */
  apply(violation: Violation, rule: Rule): Exempted;
  /** Sentences about exemptions that nothing needed; the services' are errors. */
  unused(present: ReadonlySet<string>): readonly UnusedExemption[];
  figures(present: ReadonlySet<string>): ExemptionFigures;
}

/** An exemption that matched nothing. */
export interface UnusedExemption {
  readonly message: string;
  /** One of the services' stops the run, one of the platform's is a notice. */
  readonly level: "mandatory" | "advisory";
}

/**
 * The exemptions of one run.
 *
 * @param today `YYYY-MM-DD`.
 */
export function exemptionBook(
  exemptions: Exemptions,
  environment: Environment,
  today: string,
): ExemptionBook {
  const used = new Set<ServiceExemption | PlatformExemption>();
  const services = exemptions.services.filter((each) => each.environments.includes(environment));
  const expired = services.filter((each) => each.expires < today);
  const book: ExemptionBook = {
    apply: (violation, rule) => {
      const own = services.find((each) => isAbout(each, violation));
      if (own !== undefined) {
        used.add(own);
        return own.expires < today ? ended(violation, own) : told(violation, own, today);
      }
      const theirs = exemptions.platform.find((each) => isOfRelease(each, violation));
      if (theirs === undefined || rule.neverExempt === true) return violation;
      if (theirs.version !== violation.finding.subject.origin.chart?.version) {
        return { ...violation, message: `${violation.message} ${outdated(theirs)}` };
      }
      used.add(theirs);
      return {
        ...violation,
        level: "advisory",
        exemption: theirs,
        message: `${violation.message} ${because(theirs)}`,
      };
    },
    unused: (present) => [
      ...services.filter((each) => !used.has(each)).map(needless),
      ...exemptions.platform
        .filter((each) => !used.has(each) && present.has(each.release))
        .map((each) => ({ message: needlessHere(each), level: "advisory" as const })),
    ],
    figures: (present) => {
      const active = [...used].filter((each) => !expired.includes(each as ServiceExemption));
      return {
        active: active.length,
        expiring: active.filter((each) => "expires" in each && isSoon(each, today)).length,
        expired: expired.length,
        unused: book.unused(present).length,
      };
    },
  };
  return book;
}

function isAbout({ rule, resource }: ServiceExemption, violation: Violation): boolean {
  return rule === violation.rule && resource === violation.object.replace(" ", "/");
}

function isOfRelease({ rule, release }: PlatformExemption, violation: Violation): boolean {
  const { depth, owner } = violation.finding.subject.origin;
  return rule === violation.rule && depth === "release" && owner === release;
}

function told(violation: Violation, exemption: ServiceExemption, today: string): Exempted {
  const { expires, owner, reason } = exemption;
  const soon = isSoon(exemption, today) ? " It ends soon." : "";
  const message = `${violation.message} Exempted until ${expires} by ${owner}: ${reason}${soon}`;
  return { ...violation, level: "advisory", exemption, message };
}

function ended(violation: Violation, { expires, owner }: ServiceExemption): Exempted {
  const message = `${violation.message} Its exemption by ${owner} ended on ${expires}.`;
  return { ...violation, level: "mandatory", message };
}

function because({ reason, version }: PlatformExemption): string {
  return `Exempted for chart version ${version}: ${reason}`;
}

function outdated({ version }: PlatformExemption): string {
  return `Its exemption was for chart version ${version}; look at it again.`;
}

function needless({ rule, resource }: ServiceExemption): UnusedExemption {
  const message = `policy/exemptions.yaml: the exemption of ${resource} from ${rule} is not needed. Remove it.`;
  return { message, level: "mandatory" };
}

function needlessHere({ release, rule, version }: PlatformExemption): string {
  return `policy/platform-exemptions.yaml: the exemption of ${release} ${version} from ${rule} is not needed here.`;
}

function isSoon({ expires }: ServiceExemption, today: string): boolean {
  return (Date.parse(expires) - Date.parse(today)) / millisecondsPerDay <= reminderDays;
}
