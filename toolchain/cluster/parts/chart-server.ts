import { fileURLToPath } from "node:url";
import { httpProbe } from "../health.ts";
import type { Part, PartContext } from "./part.ts";

const program = fileURLToPath(new URL("../chart-server/main.ts", import.meta.url));

export function chartServer({ layout, ports }: PartContext): Part {
  return {
    kind: "part",
    name: "chart-server",
    command: process.execPath,
    args: [program, layout.charts, String(ports["chart-server"])],
    healthy: httpProbe(ports["chart-server"], "/healthz"),
  };
}
