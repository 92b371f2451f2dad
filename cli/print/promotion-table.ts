import Table from "cli-table3";

import type { PromotionPlan } from "../commands/promote.ts";
import type { Promotion } from "../delivered/promotion.ts";

/** What a promotion would do, service by service. */
export function promotionTable({ services, tag, verifiedAt, to, notes }: PromotionPlan): string {
  const table = new Table({
    head: ["service", `in ${to}`, "will be", "verified"],
    style: { head: [], border: [] },
  });
  for (const each of services) {
    const when = each.action === "unverified" ? "no: left out" : `${verifiedAt} (${tag})`;
    table.push([each.service, each.was, willBe(each), when]);
  }
  return [table.toString(), ...notes].join("\n");
}

function willBe({ action, willBe: version, digest }: Promotion): string {
  if (action === "unverified") return "–";
  const shown = digest === undefined ? version : `${version} ${digest.slice(0, 19)}`;
  return action === "same" ? `${shown} (the same)` : shown;
}
