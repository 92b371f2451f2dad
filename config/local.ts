import { z } from "zod";
import { isMap as isYamlMap, type Document } from "yaml";
import { issuerFault } from "./checks/platform.ts";
import { ConfigError } from "./config-error.ts";
import { explain } from "./explain.ts";
import { replaceSecrets, withoutRequired } from "./local-secrets.ts";
import { formatPath, isMap, show, valueAt, type Problem } from "./problem.ts";
import type { AddonName } from "./platform-model.ts";
import { parseImage } from "./schema/image.ts";
import { certificateIssuer } from "./schema/issuer.ts";
import { port } from "./schema/numbers.ts";
import { ownNamespace, type Tree } from "./schema/keys.ts";
import { clusterShape, stackShape } from "./schema/stack.ts";
import { text } from "./schema/text.ts";
import { url } from "./schema/url.ts";
import { version } from "./schema/version.ts";
import { projectFileName } from "./input.ts";
import { parseYaml } from "./yaml-text.ts";

/** Name of the file that a local run writes and joins; nothing of it is ever committed. */
export const localFileName = "local.yaml";

const demoImage = text(
  (value) =>
    version("").safeParse(parseImage(value)?.tag).success
      ? undefined
      : { wrong: "must be <registry>/<path>:<exact version>" },
  { description: "Public image that stands in for every service.", example: "ghcr.io/a/b:1.2.3" },
);

/** Add-ons that can be left out; without Argo CD nothing runs. */
const optionalAddons = [
  "certManager",
  "dashboard",
  "grafana",
  "istio",
  "jaeger",
  "metricsServer",
  "oauth2Proxy",
  "prometheus",
  "redis",
  "verticalPodAutoscaler",
] as const satisfies readonly AddonName[];

const localShape = {
  context: clusterShape.context,
  uid: clusterShape.uid,
  chartsMirror: url("Chart server that replaces every Helm repository.").optional(),
  certificateIssuer,
  demo: z
    .strictObject({
      image: demoImage,
      port: port.describe("Port that image listens on.").optional(),
      withoutAddons: z
        .array(z.enum(optionalAddons))
        .optional()
        .describe(
          "Add-ons the cluster does not have; the others are there, and none is installed.",
        ),
    })
    .optional()
    .describe("Runs one public image in place of every service's, and nothing else."),
  adopt: stackShape.adopt.unwrap().optional(),
};

const localSchema = z.strictObject(localShape);

/** What a local run has different from the committed stack file. */
export type Local = z.infer<typeof localSchema>;

/** Reads `local.yaml`. Throws a ConfigError with every problem there is. */
export function parseLocal(content: string): Local {
  const root: unknown = parseYaml(localFileName, content).toJS();
  const fail = (problems: readonly Omit<Problem, "file">[]) =>
    new ConfigError(problems.map((problem) => ({ file: localFileName, ...problem })));
  if (!isMap(root)) {
    const keys = Object.keys(localShape).join(", ");
    throw fail([
      { where: "whole file", message: `must be a map of ${keys} (found ${show(root)}).` },
    ]);
  }
  const result = localSchema.safeParse(root, { reportInput: true });
  if (result.success) {
    const fault = issuerFault(root["certificateIssuer"]);
    if (fault !== undefined) throw fail([{ where: "certificateIssuer", message: fault }]);
    return result.data;
  }
  // Explained as one level deeper, so that unknown keys at the top have a schema to look in.
  const tree: Tree = { local: localSchema };
  const source = { tree, key: "local", values: { local: root } };
  throw fail(
    result.error.issues
      .flatMap((issue) => explain(issue, source))
      .map(({ path, message }) => ({ where: formatPath(path.slice(1)), message })),
  );
}

/** The committed files, what is local, and the joined file of an earlier run if there was one. */
export interface LocalJoin {
  readonly stackText: string;
  readonly projectText: string;
  readonly local: Local;
  /** Its encryption salt and its secrets are kept: the passphrase of a local run outlives one join. */
  readonly previousText?: string;
}

/** Keys that say how a stack's secrets are encrypted; a local stack has its own. */
const encryptionKeys = ["encryptionsalt", "encryptedkey", "secretsprovider"];

/**
 * The text of the stack file that a local run gives to the engine with `--config-file`.
 *
 * Comments stay. A file that is not shaped like a stack file comes back as it is, for `parse` to
 * say what is wrong with it. Throws a ConfigError when a text is not YAML.
 */
export function joinLocal({ stackText, projectText, local, previousText }: LocalJoin): string {
  const stack = parseYaml("the stack file", stackText);
  const project: unknown = parseYaml(projectFileName, projectText).toJS();
  if (!isYamlMap(stack.contents) || !isYamlMap(stack.get("config"))) return stackText;

  set(stack, "cluster", { context: local.context, uid: local.uid });
  if (local.chartsMirror !== undefined) {
    const charts = current(stack, project, "charts");
    set(stack, "charts", { ...charts, mirror: local.chartsMirror });
  }
  dropLogins(stack, project);
  if (local.demo !== undefined) joinDemo(stack, project, local.demo);
  if (local.certificateIssuer !== undefined) joinIssuer(stack, project, local.certificateIssuer);
  if (local.adopt !== undefined) set(stack, "adopt", local.adopt);

  const previous: unknown =
    previousText === undefined ? {} : parseYaml("the joined file", previousText).toJS();
  for (const key of encryptionKeys) {
    const value = valueAt(previous, [key]);
    if (value === undefined) stack.delete(key);
    else stack.set(key, value);
  }
  replaceSecrets(stack, projectText, previous);
  return stack.toString({ lineWidth: 0 });
}

/** What needs a password that only the real stack has; and no secret of a service is demanded. */
function dropLogins(stack: Document, project: unknown): void {
  const isThere = (key: string) => Object.keys(current(stack, project, key)).length > 0;
  if (isThere("registryLogin")) set(stack, "registryLogin", false);
  if (isThere("repositories")) set(stack, "repositories", {});
  const catalogue = current(stack, project, "catalogue");
  const hasSecrets = Object.values(catalogue).some((entry) => isMap(valueAt(entry, ["secrets"])));
  if (hasSecrets) set(stack, "catalogue", eachEntry(catalogue, withoutRequired));
}

/** Only who has a platform of its own has an issuer. */
function joinIssuer(
  stack: Document,
  project: unknown,
  issuer: NonNullable<Local["certificateIssuer"]>,
): void {
  const { owner } = current(stack, project, "platform");
  const environment = written(stack, "environment");
  if (owner !== undefined && owner !== environment) return;
  const addons = current(stack, project, "addons");
  const certManager = isMap(addons["certManager"]) ? addons["certManager"] : {};
  set(stack, "addons", { ...addons, certManager: { ...certManager, issuer } });
}

/** Services only: one image for all, on what the cluster has; nothing of the platform is installed. */
function joinDemo(stack: Document, project: unknown, demo: NonNullable<Local["demo"]>): void {
  const image = parseImage(demo.image);
  if (image === undefined) return;
  const without = demo.withoutAddons ?? [];
  const { owner, ...platform } = current(stack, project, "platform");
  // A cluster that has no platform of ours has no owner either.
  if (owner !== undefined) set(stack, "platform", platform);
  set(stack, "registry", image.registry);
  // Whoever has the cluster has its own ways to tell people.
  set(stack, "notifications", {});
  set(stack, "addons", addonsOfDemo(current(stack, project, "addons"), without));
  set(
    stack,
    "catalogue",
    eachEntry(current(stack, project, "catalogue"), (entry) => ({
      ...(without.includes("redis") ? withoutRedis(entry) : entry),
      ...(demo.port !== undefined && { port: demo.port }),
      image: image.repository,
      ...(entry["version"] !== undefined && { version: image.tag }),
    })),
  );
  set(
    stack,
    "services",
    eachEntry(current(stack, project, "services"), (entry) =>
      // A digest would name other bytes.
      lacking({ ...entry, version: image.tag }, "digest"),
    ),
  );
}

function addonsOfDemo(addons: Values, without: readonly string[]): Values {
  const there = new Map<string, Values>();
  for (const name of ["argoCd", ...optionalAddons]) {
    const own = isMap(addons[name]) ? addons[name] : {};
    there.set(name, without.includes(name) ? { enabled: false } : { ...own, install: false });
  }
  return { ...addons, ...Object.fromEntries(there) };
}

function withoutRedis(entry: Values): Values {
  const { cache } = entry;
  return isMap(cache) ? { ...entry, cache: lacking(cache, "redis") } : entry;
}

function lacking(map: Values, key: string): Values {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));
}

type Values = Readonly<Record<string, unknown>>;

function eachEntry(entries: Values, change: (entry: Values) => Values): Values {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [name, isMap(entry) ? change(entry) : entry]),
  );
}

/** The map that the engine would use for `key`: the stack's own, else the project's. */
function current(stack: Document, project: unknown, key: string): Values {
  const value = written(stack, key) ?? valueAt(project, ["config", key, "value"]);
  return isMap(value) ? value : {};
}

/** A key may be written with or without our namespace. */
function written(stack: Document, key: string): unknown {
  const config = valueAt(stack.toJS(), ["config"]);
  return valueAt(config, [`${ownNamespace}:${key}`]) ?? valueAt(config, [key]);
}

/** Twice, with and without our namespace, would be an accident. */
function set(stack: Document, key: string, value: unknown): void {
  stack.deleteIn(["config", key]);
  stack.setIn(["config", `${ownNamespace}:${key}`], stack.createNode(value));
}
