import { enableCompileCache } from "node:module";

// What Node compiled is kept, since the engine starts the pack anew for each run. Only what is loaded
// after this goes through it, so the pack is not imported above.
enableCompileCache();
// The runner registers ts-node for a .ts main; imported from here, Node strips the types itself. Not
// awaited: the runner requires this file, which may not wait for anything.
void import("./pack.ts");
