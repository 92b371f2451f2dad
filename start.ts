import { enableCompileCache } from "node:module";

import log from "@pulumi/pulumi/log/index.js";

// What the engine runs: lets the program, index.ts, begin and go as quickly as it can. A run loads a
// thousand modules, makes ten thousand promises and is over in seconds.

// What was compiled once is kept in the system's temporary folder, unless NODE_COMPILE_CACHE names another.
// The program is imported below, since what is imported above is compiled before this line runs.
enableCompileCache();

// Pulumi notes where each promise was made, and its runner (cmd/run/index.js) has source-map-support look
// every one of these places up. There are no source maps here: Node strips types in place, so that line
// and column are right as they are.
Error.prepareStackTrace = undefined as unknown as typeof Error.prepareStackTrace;

// Pulumi's library tells the engine of each step of each resource, message after message, also when nobody
// asked for --debug: more requests than there are for the resources themselves.
if (process.env["MSA_PULUMI_DEBUG"] === undefined) {
  Object.assign(log, { debug: () => Promise.resolve() });
}

export const { environment, namespaceName, urls } = await import("./index.ts");
