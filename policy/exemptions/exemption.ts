import { z } from "zod";

import { environments } from "../../config/model.ts";

const day = z.iso.date("must be a day such as 2027-01-31");
const reason = z.string().min(20, "must say why in at least 20 characters");

/** Lets one object of the services break one rule, until a day. */
export const serviceExemption = z.strictObject({
  rule: z.string(),
  /** `<Kind>/<namespace>/<name>` or `<Kind>/<name>`, to the letter; no patterns. */
  resource: z
    .string()
    .regex(
      /^[A-Za-z]+(\/[a-z0-9.-]+){1,2}$/,
      "must be <Kind>/<namespace>/<name>, without patterns",
    ),
  environments: z.array(z.enum(environments)).min(1, "must name an environment"),
  reason,
  /** Who answers for it. */
  owner: z.string().min(2, "must name somebody"),
  ticket: z.string().optional(),
  /** Last day on which it holds. */
  expires: day,
});
export type ServiceExemption = z.infer<typeof serviceExemption>;

/** Lets the objects of one release break one rule, as long as its chart has this version. */
export const platformExemption = z.strictObject({
  release: z.string(),
  /** Chart version the reason was checked with; another version asks for another look. */
  version: z.string(),
  rule: z.string(),
  reason,
});
export type PlatformExemption = z.infer<typeof platformExemption>;

/** All exemptions that hold for a run. */
export interface Exemptions {
  readonly services: readonly ServiceExemption[];
  readonly platform: readonly PlatformExemption[];
}

/** No exemption at all. */
export const noExemptions: Exemptions = { services: [], platform: [] };
