/**
 * The script of the Job: asks what the file named on the command line says, and prints each result as a
 * line of JSON. Ends with 1 when one is not as it should be.
 *
 * It and what it imports run as they are, in any image with Node 22.18 or newer, which strips the types;
 * so it imports nothing but its neighbours and Node's own modules.
 */

import { readFileSync } from "node:fs";

import { checkAll, type ServiceCheck } from "./check-service.ts";

const file = process.argv[2] ?? "checks.json";
const { checks, options } = JSON.parse(readFileSync(file, "utf8")) as {
  readonly checks: readonly ServiceCheck[];
  readonly options?: {
    readonly attempts?: number;
    readonly timeout?: number;
    readonly pause?: number;
  };
};
const results = await checkAll(checks, options, (result) => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
});
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
