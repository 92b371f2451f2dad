import grpc, { type sendUnaryData } from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type { GetProgramDependenciesResponse } from "@pulumi/pulumi/proto/language_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

import type { Children } from "./children.ts";
import { runPlugin } from "./run-plugin.ts";
import { runProgram } from "./run-program.ts";
import { dependenciesOf, installedVersion } from "./sdk.ts";

/**
 * The calls that the engine makes when it previews, applies, destroys, checks policies or tells
 * about a program. Code generation and packaging are left out: gRPC answers "unimplemented".
 */
type Service = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getRequiredPlugins"
  | "getRequiredPackages"
  | "run"
  | "getPluginInfo"
  | "installDependencies"
  | "runtimeOptionsPrompts"
  | "about"
  | "getProgramDependencies"
  | "runPlugin"
  | "cancel"
>;

/** The language runtime for Node, for the engine that listens at address `engine`. */
export function languageRuntime(children: Children, engine: string): Service {
  return {
    handshake: (_call, answer) => {
      answer(null, new language.LanguageHandshakeResponse());
    },
    // Empty on purpose, as is the next: the SDK names each provider and its version when it
    // registers resources, and nothing else is ever fetched for a local run.
    getRequiredPlugins: (_call, answer) => {
      answer(null, new language.GetRequiredPluginsResponse());
    },
    getRequiredPackages: (_call, answer) => {
      answer(null, new language.GetRequiredPackagesResponse());
    },
    getPluginInfo: (_call, answer) => {
      answer(null, new plugin.PluginInfo().setVersion(sdkVersion));
    },
    about: (_call, answer) => {
      const about = new language.AboutResponse();
      answer(null, about.setExecutable(process.execPath).setVersion(process.version));
    },
    getProgramDependencies: ({ request }, answer) => {
      answer(null, dependencies(request.getInfo()?.getProgramDirectory() ?? request.getPwd()));
    },
    runtimeOptionsPrompts: (_call, answer) => {
      answer(null, new language.RuntimeOptionsResponse());
    },
    installDependencies: (call) => {
      const note = "Dependencies are not installed by this language host. Run: npm ci\n";
      call.write(new language.InstallDependenciesResponse().setStdout(Buffer.from(note)));
      call.end();
    },
    run: (call, answer) => {
      settle(
        runProgram(children, engine, call.request, (listener) => call.on("cancelled", listener)),
        answer,
      );
    },
    runPlugin: (call) => {
      runPlugin(children, call).catch((error: unknown) => {
        call.destroy(statusOf(error));
      });
    },
    cancel: (_call, answer) => {
      settle(
        children.stopAll().then(() => new empty.Empty()),
        answer,
      );
    },
  };
}

function dependencies(folder: string): GetProgramDependenciesResponse {
  const found = dependenciesOf(folder).map(({ name, version }) =>
    new language.DependencyInfo().setName(name).setVersion(version),
  );
  return new language.GetProgramDependenciesResponse().setDependenciesList(found);
}

/** Version of the Node SDK in this project: the one whose protocol is spoken here. */
const sdkVersion = installedVersion(import.meta.dirname, "@pulumi/pulumi");

function settle<Response>(work: Promise<Response>, answer: sendUnaryData<Response>): void {
  work.then(
    (response) => {
      answer(null, response);
    },
    (error: unknown) => {
      answer(statusOf(error));
    },
  );
}

function statusOf(error: unknown): Error & { code: number } {
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(message), { code: grpc.status.FAILED_PRECONDITION });
}
