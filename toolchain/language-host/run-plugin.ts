import type { ServerWritableStream } from "@grpc/grpc-js";
import type { RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";

import { stop, type Children } from "./children.ts";
import { runnerArguments, typescriptEnvironment } from "./sdk.ts";

/**
 * Runs a plugin written for Node, such as a policy pack, and streams its output to the engine.
 * The plugin's exit code is the last thing sent.
 */
export async function runPlugin(
  children: Children,
  call: ServerWritableStream<RunPluginRequest, RunPluginResponse>,
): Promise<void> {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getProgram();
  const child = children.start(pluginArguments(request, folder), {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ...typescriptEnvironment(request.getInfo()),
      ...Object.fromEntries(request.getEnvList().map(splitVariable)),
    },
  });
  child.stdout?.on("data", (chunk: Buffer) => {
    call.write(new language.RunPluginResponse().setStdout(chunk));
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    call.write(new language.RunPluginResponse().setStderr(chunk));
  });
  call.on("cancelled", () => {
    stop(child);
  });
  const ending = await children.end(child);
  const code = "code" in ending ? ending.code : 1;
  call.write(new language.RunPluginResponse().setExitcode(code));
  call.end();
}

/** A policy pack takes the engine's address before its folder, a plugin its folder before all. */
function pluginArguments(request: RunPluginRequest, folder: string): string[] {
  if (request.getKind() === "analyzer") {
    const runner = runnerArguments("run-policy-pack", folder, request.getInfo());
    return [...runner, ...request.getArgsList(), folder];
  }
  return [
    ...runnerArguments("run-plugin", folder, request.getInfo()),
    folder,
    ...request.getArgsList(),
  ];
}

/** `NAME=value` as a pair; a value may hold further equals signs. */
function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf("=");
  return [variable.slice(0, at), variable.slice(at + 1)];
}
