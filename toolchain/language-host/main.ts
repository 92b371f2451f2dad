import grpc from "@grpc/grpc-js";
import runtime from "@pulumi/pulumi/proto/language_grpc_pb.js";

import { Children } from "./children.ts";
import { watchParent } from "./parent.ts";
import { languageRuntime } from "./service.ts";

// `main.ts [flags] <engine address>`: serves the language runtime on a free loopback port and prints
// that port, as the engine expects of any plugin. It ends when it is told to or the engine has gone.

const engine = process.argv.at(-1) ?? "";
const children = new Children();
let isEnding = false;

async function end(exitCode: number): Promise<void> {
  if (isEnding) {
    return;
  }
  isEnding = true;
  await children.stopAll();
  endGroup();
  process.exit(exitCode);
}

/**
 * Ends what our children may have left behind. The engine makes each plugin the leader of a process
 * group; when we do not lead one, there is no group of ours to end.
 */
function endGroup(): void {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    // Not a leader.
  }
}

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => void end(0));
}
watchParent(() => void end(1));

// Messages carry whole configurations and states, for which the default of 4 MiB is too small.
const server = new grpc.Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
server.addService(runtime.LanguageRuntimeService, languageRuntime(children, engine));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  process.stdout.write(`${port}\n`);
});
