import { superviseFrom } from "./supervise.ts";

/**
 * Holds one cluster: starts its parts, watches them, and stops them when it gets SIGTERM.
 * Usage: main.ts <spec.json in the cluster's folder>
 */
const specFile = process.argv[2];
if (specFile === undefined) throw new Error("supervisor: usage is main.ts <spec.json>.");

process.exitCode = await superviseFrom(specFile);
// Connections kept open for probes must not hold the process.
process.exit();
