import type { RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";

import { stop, type Children, type Ending } from "./children.ts";
import { runnerArguments, typescriptEnvironment } from "./sdk.ts";

/** With this code the SDK says that it has reported the error itself (its cmd/run/index.js). */
const reportedExitCode = 32;

/** Runs the program of `request` to its end; its output goes straight to ours. */
export async function runProgram(
  children: Children,
  engine: string,
  request: RunRequest,
  onCancelled: (listener: () => void) => void,
): Promise<RunResponse> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const child = children.start(programArguments(engine, request, folder), {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...typescriptEnvironment(info),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  onCancelled(() => {
    stop(child);
  });
  return response(await children.end(child));
}

function programArguments(engine: string, request: RunRequest, folder: string): string[] {
  const info = request.getInfo();
  const flags: [string, string | undefined][] = [
    ["--monitor", request.getMonitorAddress()],
    ["--engine", engine],
    ["--organization", request.getOrganization()],
    ["--project", request.getProject()],
    ["--root-directory", info?.getRootDirectory()],
    ["--stack", request.getStack()],
    ["--pwd", folder],
    ["--parallel", String(request.getParallel())],
  ];
  return [
    ...runnerArguments("run", folder, info),
    ...flags.flatMap(([flag, value]) => (value === undefined || value === "" ? [] : [flag, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? ".",
    ...request.getArgsList(),
  ];
}

function response(ending: Ending): RunResponse {
  const result = new language.RunResponse();
  if ("error" in ending) {
    return result.setError(`The program could not be started: ${ending.error}`);
  }
  if ("signal" in ending) {
    return result.setError(`The program was ended by ${ending.signal}`);
  }
  if (ending.code === reportedExitCode) {
    return result.setBail(true);
  }
  return ending.code === 0
    ? result
    : result.setError(`The program exited with code ${ending.code}`);
}
