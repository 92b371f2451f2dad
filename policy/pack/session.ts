import type { Config } from "../../config/model.ts";
import type { Renderer } from "../depths/expand.ts";
import type { Exemptions } from "../exemptions/exemption.ts";

/** What does not change while the pack serves one run of the engine. */
export interface Session {
  readonly config: Config;
  readonly renderer: Renderer;
  readonly exemptions: Exemptions;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}
