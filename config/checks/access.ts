import { valueAt } from "../problem.ts";
import type { Raw, Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** No group and no right twice. */
export function checkAccess(raw: Raw, report: Report): void {
  for (const key of ["developers", "developersMay", "admins", "clusterAdmins"]) {
    checkList(valueAt(raw["access"], [key]), ["access", key], report);
  }
}
