import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { parse, stringify } from "yaml";

import type { HelmValues } from "../../../components/helm-values.ts";
import { tool } from "../../support/tools.ts";

type Texts = Readonly<Record<string, string>>;

/** What a template makes of an Application, for each webhook. */
export interface Rendered {
  readonly message: string;
  readonly webhook: Readonly<Record<string, { readonly method: string; readonly body: string }>>;
}

/** The ConfigMap that the chart argo-cd 10.1.1 makes of `notifications`. */
export function notificationsConfigMap(values: HelmValues): object {
  const {
    argocdUrl = "https://argocd.example.com",
    context,
    notifiers,
    templates,
    triggers,
  } = values;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-notifications-cm", namespace: "argocd" },
    data: {
      context: stringify({ argocdUrl, ...(context as Texts) }),
      ...(notifiers as Texts),
      ...(templates as Texts),
      ...(triggers as Texts),
    },
  };
}

/** `argocd admin notifications` on files alone, with no cluster; `close()` removes them. */
export class ArgoAdmin {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "msa-argo-admin-"));

  constructor(values: HelmValues) {
    this.write("config.yaml", notificationsConfigMap(values));
    // It reads a kubeconfig in any case, asks for the AppProject, and goes on without.
    const named = (name: string, more: object) => [{ name, ...more }];
    this.write("kubeconfig", {
      apiVersion: "v1",
      kind: "Config",
      clusters: named("none", { cluster: { server: "http://127.0.0.1:1" } }),
      users: named("none", { user: {} }),
      contexts: named("none", { context: { cluster: "none", user: "none", namespace: "argocd" } }),
      "current-context": "none",
    });
  }

  /** Names of the templates, or of the triggers, once all are found sound. */
  async names(kind: "template" | "trigger"): Promise<readonly string[]> {
    const output = await this.run([kind, "get", "--output", "json"]);
    return Object.keys(JSON.parse(output) as object).sort();
  }

  /** Renders a template for an Application as the controller would, and sends it to nobody. */
  async render(template: string, application: object): Promise<Rendered> {
    const file = this.write("application.yaml", application);
    const output = await this.run(["template", "notify", template, file]);
    return parse(output) as Rendered;
  }

  /** Whether each condition of a trigger holds for an Application. */
  async conditions(trigger: string, application: object): Promise<readonly boolean[]> {
    const file = this.write("application.yaml", application);
    const output = await this.run(["trigger", "run", trigger, file]);
    return [...output.matchAll(/ (true|false)$/gm)].map(([, word]) => word === "true");
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run([kind = "", verb = "", ...rest]: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      tool("argocd"),
      [
        ...["admin", "notifications", kind, verb, ...rest],
        ...(verb === "notify" ? ["--recipient", "console:stdout"] : []),
        ...["--config-map", path.join(this.folder, "config.yaml"), "--secret", ":empty"],
      ],
      {
        env: { ...process.env, KUBECONFIG: path.join(this.folder, "kubeconfig") },
        maxBuffer: 16 * 1024 ** 2,
      },
    );
    return stdout;
  }

  private write(name: string, content: object): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }
}
