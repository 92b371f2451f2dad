import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import { z } from "zod";

import { ToolchainError } from "./errors.ts";
import { goEnvironment, type GoRun } from "./go.ts";
import { modulesFolder, type Layout } from "./layout.ts";
import { partial } from "./replace.ts";
import { run } from "./run.ts";

/** Where one project keeps its CustomResourceDefinitions inside its Go module. */
interface Source {
  /** Subfolder of the CRDs folder. */
  readonly name: string;
  readonly module: string;
  /** A YAML file, or a folder of them. */
  readonly path: string;
}

/** In the subfolders of `Layout.crds`; the versions are in crds/go.mod. */
export const crdSources: readonly Source[] = [
  { name: "argo-cd", module: "github.com/argoproj/argo-cd/v3", path: "manifests/crds" },
  { name: "cert-manager", module: "github.com/cert-manager/cert-manager", path: "deploy/crds" },
  { name: "istio", module: "istio.io/api", path: "kubernetes/customresourcedefinitions.gen.yaml" },
  {
    name: "prometheus-operator",
    module: "github.com/prometheus-operator/prometheus-operator",
    // The charts carry these; the `-full` ones have versions that need a conversion webhook.
    path: "example/prometheus-operator-crd",
  },
  {
    name: "vertical-pod-autoscaler",
    module: "k8s.io/autoscaler/vertical-pod-autoscaler",
    path: "deploy/vpa-v1-crd-gen.yaml",
  },
];

const crdsModule = path.join(modulesFolder, "crds");

/** Whether the CRDs in place are those that crds/go.mod pins. */
export function areCrdsCurrent(layout: Layout): boolean {
  const stamp = path.join(layout.crds, ".stamp");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === key();
}

/**
 * Downloads the pinned modules, checked against crds/go.sum, and copies their CRDs, one a file.
 *
 * Throws a ToolchainError when a module cannot be had.
 */
export async function placeCrds(layout: Layout, goRun: GoRun): Promise<void> {
  const folders = await downloadModules(goRun);
  const made = partial(layout.crds);
  rmSync(made, { recursive: true, force: true });
  for (const source of crdSources) {
    const target = path.join(made, source.name);
    mkdirSync(target, { recursive: true });
    for (const [name, text] of crdsIn(path.join(folders.get(source.module) ?? "", source.path))) {
      writeFileSync(path.join(target, `${name}.yaml`), text);
    }
  }
  writeFileSync(path.join(made, ".stamp"), key());
  rmSync(layout.crds, { recursive: true, force: true });
  renameSync(made, layout.crds);
}

function key(): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(crdSources));
  for (const file of ["go.mod", "go.sum"]) {
    hash.update(readFileSync(path.join(crdsModule, file)));
  }
  return hash.digest("hex");
}

const downloadSchema = z.object({ Path: z.string(), Dir: z.string() });

/** Module path → its folder in Go's module cache. */
async function downloadModules({ env, signal }: GoRun): Promise<Map<string, string>> {
  const goMod = readFileSync(path.join(crdsModule, "go.mod"), "utf8");
  const folders = new Map<string, string>();
  for (const { module } of crdSources) {
    const version = requiredVersion(goMod, module);
    // With the version named, Go needs no module but this one; go.sum is checked all the same.
    const result = await run("go", ["mod", "download", "-json", `${module}@${version}`], {
      cwd: crdsModule,
      env: goEnvironment(env),
      signal,
    });
    if (result.code !== 0) {
      const reason = (result.stderr.trim() || result.stdout.trim())
        .split("\n")
        .slice(-5)
        .join("\n");
      throw new ToolchainError(
        `${module}@${version}: cannot be downloaded (${reason}). Check the network and GOPROXY, and run again.`,
      );
    }
    const { Path, Dir } = downloadSchema.parse(JSON.parse(result.stdout));
    folders.set(Path, Dir);
  }
  return folders;
}

function requiredVersion(goMod: string, module: string): string {
  const words = goMod.split("\n").map((line) => line.trim().split(" "));
  const version = words.find(([name]) => name === module)?.[1];
  if (version === undefined) {
    throw new Error(`toolchain/crds/go.mod: ${module} is not required. Add it with its version.`);
  }
  return version;
}

/** The CRDs of a YAML file or a folder of them, as name → text; other documents are left out. */
function crdsIn(source: string): Map<string, string> {
  const files = source.endsWith(".yaml")
    ? [source]
    : readdirSync(source)
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => path.join(source, file));
  const documents = files.flatMap((file) => readFileSync(file, "utf8").split(/^---$/m));
  return new Map(
    documents
      .filter((text) => /^kind: CustomResourceDefinition$/m.test(text))
      // The only `name` at this depth is the one in the metadata.
      .map((text) => [/^ {2}name: (\S+)$/m.exec(text)?.[1] ?? "unnamed", text.trimStart()]),
  );
}
