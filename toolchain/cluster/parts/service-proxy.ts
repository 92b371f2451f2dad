import { fileURLToPath } from "node:url";
import { httpProbe } from "../health.ts";
import type { Part, PartContext } from "./part.ts";

const program = fileURLToPath(new URL("../service-proxy/main.ts", import.meta.url));

/** Where a process outside of the cluster's network sends its calls to Services by name. */
export function serviceProxy({ layout, ports }: PartContext): Part {
  return {
    kind: "part",
    name: "service-proxy",
    command: process.execPath,
    args: [program, layout.spec],
    healthy: httpProbe(ports["service-proxy"], "/healthz"),
  };
}
