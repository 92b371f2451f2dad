import { mkdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { parseDocument, visit } from "yaml";
import { z } from "zod";
import type { Api } from "../api.ts";
import { ToolchainError } from "../../errors.ts";
import { replaceFile } from "../../replace.ts";
import type { Layout } from "../layout.ts";
import type { PartContext, PodFiles } from "../parts/part.ts";
import type { Pod } from "./pod.ts";

/** Where the operator mounts configuration and Secrets into a pod of Alertmanager. */
const root = "/etc/alertmanager/";

const secretSchema = z.object({
  data: z.record(z.string(), z.base64()).default({}),
});

/** The file that Alertmanager starts from. */
export function configFileOf(layout: Layout): string {
  return join(mountsOf(layout), "config", "alertmanager.yaml");
}

/**
 * The files of an Alertmanager's pod: the Secret with its configuration and templates, and each Secret it mounts.
 * The operator makes a copy of the first, which the pod names; without an operator the original is taken.
 */
export function alertmanagerFiles(context: PartContext, api: Api, pod: Pod): PodFiles {
  const folder = mountsOf(context.layout);
  const config = `alertmanager-${pod.labels["alertmanager"] ?? ""}`;
  const mounts = [
    { secret: config, at: "config" },
    ...pod.secrets
      .filter((secret) => secret !== `${config}-generated`)
      .map((secret) => ({ secret, at: `secrets/${secret}` })),
  ];
  let written = new Map<string, string>();

  const write = async (): Promise<boolean> => {
    const wanted = new Map<string, string>();
    for (const { secret, at } of mounts) {
      for (const [key, value] of Object.entries(await readSecret(api, pod, secret))) {
        const content = at === "config" && key.endsWith(".yaml") ? moved(value, folder) : value;
        wanted.set(join(folder, at, key), content);
      }
    }
    const changed = [...wanted].filter(([file, content]) => written.get(file) !== content);
    const gone = [...written.keys()].filter((file) => !wanted.has(file));
    if (changed.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const [file, content] of changed) replaceFile(file, Buffer.from(content, "base64"), 0o600);
    for (const file of gone) await rm(file, { force: true });
    written = wanted;
    return changed.length + gone.length > 0;
  };
  return {
    write,
    reload: () => reload(context.ports.alertmanager),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function mountsOf(layout: Layout): string {
  return join(layout.alertmanager, "mounts");
}

/** The content of a Secret, in Base64. */
async function readSecret(
  api: Api,
  { namespace, name }: Pod,
  secret: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await api.send("GET", `/api/v1/namespaces/${namespace}/secrets/${secret}`);
  if (answer.code === 404) {
    throw new ToolchainError(
      `Secret ${namespace}/${secret}: not there, and pod ${name} mounts it. Its process starts when it is.`,
    );
  }
  if (answer.code !== 200) {
    throw new ToolchainError(`Secret ${namespace}/${secret}: answer ${answer.code}. Asking again.`);
  }
  return secretSchema.parse(JSON.parse(answer.body)).data;
}

/** The configuration with every path of the pod replaced by ours; all else stays as it was written. */
function moved(base64: string, folder: string): string {
  const document = parseDocument(Buffer.from(base64, "base64").toString());
  visit(document, {
    Scalar: (_, scalar) => {
      const { value } = scalar;
      if (typeof value === "string" && value.startsWith(root))
        scalar.value = join(folder, value.slice(root.length));
    },
  });
  return Buffer.from(document.toString({ lineWidth: 0 })).toString("base64");
}

/** What the operator's config-reloader does beside a real one. */
function reload(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/-/reload", method: "POST", timeout: 10_000 };
    const call = request({ ...options, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(Buffer.concat(chunks).toString().trim()));
      });
      response.on("error", reject);
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 10 s")));
    call.on("error", reject);
    call.end();
  });
}
