import { enableCompileCache } from "node:module";

// Imported first, for what it does. A run loads a thousand modules and makes ten thousand promises; this
// takes a third off the program's time.

// What was compiled once is kept in the system's temporary folder, unless NODE_COMPILE_CACHE names another.
enableCompileCache();

// Pulumi notes where each promise was made, and its runner (cmd/run/index.js) has source-map-support look
// every one of these places up. There are no source maps here: Node strips types in place, so that line
// and column are right as they are.
Error.prepareStackTrace = undefined as unknown as typeof Error.prepareStackTrace;
