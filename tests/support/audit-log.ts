import { readFileSync } from "node:fs";

/** One answered request to the API server (audit.k8s.io/v1 Event), the fields tests read. */
export interface AuditEvent {
  readonly verb: string;
  readonly userAgent?: string;
  readonly requestURI: string;
  readonly requestReceivedTimestamp: string;
  readonly objectRef?: {
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly subresource?: string;
  };
  readonly responseStatus?: { readonly code?: number };
}

const writes = ["create", "update", "patch", "delete", "deletecollection"];

/** Asked with a POST, and kept nowhere: `selfsubjectaccessreviews` and the like. */
const isQuestion = ({ objectRef }: AuditEvent) =>
  /^(self)?subject\w*reviews$/.test(objectRef?.resource ?? "");

/** Every write that was not a dry run, in order; `from` skips what was there before. */
export function writesIn(auditLog: string, from = 0): AuditEvent[] {
  return readFileSync(auditLog, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AuditEvent)
    .slice(from)
    .filter(({ verb, requestURI }) => writes.includes(verb) && !requestURI.includes("dryRun=All"))
    .filter((event) => !isQuestion(event));
}

/** How many events there are so far. */
export function eventsIn(auditLog: string): number {
  return readFileSync(auditLog, "utf8")
    .split("\n")
    .filter((line) => line !== "").length;
}

/** `pulumi-kubernetes` names itself so; its writes are the engine's. */
export function byEngine({ userAgent }: AuditEvent): boolean {
  return userAgent?.startsWith("pulumi-kubernetes") === true;
}

/** Neither the cluster's own controllers nor Argo CD's: what a person or a command of theirs wrote. */
export function byPerson({ userAgent = "" }: AuditEvent): boolean {
  return !/^(kube-|kwok|argocd|msa-local-cluster)/.test(userAgent);
}
