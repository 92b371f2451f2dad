import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import type { ProgramInfo } from "@pulumi/pulumi/proto/language_pb.js";
import { z } from "zod";

/** The runners of the Node SDK that a language host starts. */
export type Runner = "run" | "run-plugin" | "run-policy-pack";

/** The part of `runtime.options` in Pulumi.yaml and PulumiPolicy.yaml that this host heeds. */
const optionsSchema = z.object({
  /** `false`: Node strips the types itself. Otherwise the SDK registers ts-node. */
  typescript: z.boolean().default(true),
  /** Arguments for Node, separated by spaces. */
  nodeargs: z.string().default(""),
});

/** `runtime.options` of a program, with Pulumi's defaults. */
export function optionsOf(info: ProgramInfo | undefined): z.infer<typeof optionsSchema> {
  return optionsSchema.parse(info?.getOptions()?.toJavaScript() ?? {});
}

/** Node's arguments from `nodeargs`, then the runner's file in the program's own SDK. */
export function runnerArguments(
  runner: Runner,
  folder: string,
  info: ProgramInfo | undefined,
): string[] {
  const nodeArguments = optionsOf(info)
    .nodeargs.split(" ")
    .filter((argument) => argument !== "");
  return [...nodeArguments, resolveFrom(folder, `@pulumi/pulumi/cmd/${runner}`)];
}

/** What tells the SDK's runners to register ts-node, unless Node does without. */
export function typescriptEnvironment(info: ProgramInfo | undefined): NodeJS.ProcessEnv {
  return optionsOf(info).typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {};
}

function resolveFrom(folder: string, request: string): string {
  try {
    return createRequire(path.join(folder, "package.json")).resolve(request);
  } catch {
    throw new Error(`${folder}: the Pulumi SDK is not installed there. Run npm ci in the project.`);
  }
}

const packageSchema = z.object({
  version: z.string().default(""),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** The packages that the package.json of `folder` depends on, with their installed versions. */
export function dependenciesOf(folder: string): { name: string; version: string }[] {
  const names = Object.keys(readPackage(path.join(folder, "package.json"))?.dependencies ?? {});
  return names.map((name) => ({ name, version: installedVersion(folder, name) }));
}

/** Version of the package `name` as seen from `folder`; empty when it is not installed. */
export function installedVersion(folder: string, name: string): string {
  const found = (createRequire(path.join(folder, "package.json")).resolve.paths(name) ?? [])
    .map((modules) => readPackage(path.join(modules, name, "package.json")))
    .find((candidate) => candidate !== undefined);
  return found?.version ?? "";
}

function readPackage(file: string): z.infer<typeof packageSchema> | undefined {
  try {
    return packageSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}
