import type { Config } from "../../config/model.ts";
import type { ServiceStatus } from "./model.ts";

/** The rows with what a configuration holds back. */
export function withHolds(
  rows: readonly ServiceStatus[],
  { services }: Pick<Config, "services">,
): ServiceStatus[] {
  return rows.map((row) => {
    const hold = services.find(({ name }) => name === row.service)?.hold;
    return hold === undefined ? row : { ...row, hold };
  });
}
