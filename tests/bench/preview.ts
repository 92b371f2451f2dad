import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import { parseDocument } from "yaml";

import { environments } from "../../config/model.ts";
import { assembleStandIns } from "../../toolchain/stand-ins/assemble.ts";
import { toolbox } from "../../toolchain/toolbox.ts";
import { startServer, type FakeServer } from "../cli/fake-server.ts";
import { makeCheckout, type Checkout } from "../support/checkout.ts";
import { root, tool } from "../support/tools.ts";
import { measure, type Measured, type Print } from "./measure.ts";

/** A checkout whose platform's charts can be had, with one change in it. */
export interface PreviewSubject {
  readonly checkout: Checkout;
  remove(): Promise<void>;
}

/** The project as committed, its charts served by stand-ins, and a new version of one service in staging. */
export async function previewSubject(): Promise<PreviewSubject> {
  const checkout = makeCheckout();
  const server = await serveStandIns(checkout);
  checkout.edit("Pulumi.yaml", /( +)(services: https.*\n)/, `$1$2$1mirror: ${server.url}\n`);
  await commit(checkout);
  checkout.edit(
    "Pulumi.staging.yaml",
    "user-service: { version: 1.0.0 }",
    "user-service: { version: 1.1.0 }",
  );
  return {
    checkout,
    remove: async () => {
      await server.stop();
      await checkout.remove();
    },
  };
}

async function serveStandIns(checkout: Checkout): Promise<FakeServer> {
  const repository = join(checkout.folder, "home", "repository");
  const charts = await assembleStandIns({
    source: join(root, "tests/fixtures/charts"),
    values: join(root, "tests/fixtures/chart-values"),
    crdsFolder: toolbox(root).crdsFolder,
    target: join(checkout.folder, "home", "stand-ins"),
  });
  const helm = (args: string[]) => execFileSync(tool("helm3"), args, { stdio: "pipe" });
  for (const chart of charts) helm(["package", chart, "--destination", repository]);
  helm(["repo", "index", repository]);
  return startServer((path) => {
    const file = join(repository, basename(path));
    return existsSync(file) ? { body: readFileSync(file) } : { status: 404 };
  });
}

async function commit(checkout: Checkout): Promise<void> {
  const author = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"];
  await checkout.run("git", ["add", "--all"]);
  await checkout.run("git", [...author, "commit", "--quiet", "--message", "Bench"]);
}

/** Measures a command of `./msa` in a checkout. */
export function commandIn({ folder }: Checkout, ...args: string[]): Promise<Measured> {
  const env = {
    ...process.env,
    HOME: join(folder, "home"),
    MSA_LOCAL_FOLDER: join(folder, ".msa"),
  };
  return measure(join(folder, "msa"), args, { cwd: folder, env });
}

/** Measures `./msa preview` cold and warm, and with many services. */
export async function benchPreview(print: Print): Promise<void> {
  const subject = await previewSubject();
  const { checkout } = subject;
  const { folder } = checkout;
  const run = (...args: string[]) => commandIn(checkout, "preview", "--base", "HEAD", ...args);
  const forget = () => {
    for (const kept of ["preview", "rendered", "rendered-again"]) {
      rmSync(join(folder, ".msa", kept), { recursive: true, force: true });
    }
  };
  try {
    await run(); // fetches the charts
    forget();
    print("preview, all environments, nothing rendered", await run());
    print("preview, all environments, again", await run());
    print("preview, one environment, again", await run("staging"));
    addServices(checkout, 200);
    await commit(checkout);
    checkout.edit(
      "Pulumi.staging.yaml",
      "service-42: { version: 1.0.0 }",
      "service-42: { version: 1.1.0 }",
    );
    forget();
    print("preview, 200 services, nothing rendered", await run());
    print("preview, 200 services, again", await run());
  } finally {
    await subject.remove();
  }
}

/** Makes the catalogue this long, with the same version of each new service everywhere. */
export function addServices(checkout: Checkout, count: number): void {
  const project = parseDocument(checkout.read("Pulumi.yaml"));
  const names = Array.from({ length: count - 4 }, (_, at) => `service-${String(at)}`);
  for (const name of names) {
    const entry = { team: "bench", description: "One of many." };
    project.setIn(["config", "catalogue", "value", name], entry);
  }
  checkout.write("Pulumi.yaml", String(project));
  for (const environment of environments) {
    const file = `Pulumi.${environment}.yaml`;
    const lines = names.map((name) => `    ${name}: { version: 1.0.0 }\n`).join("");
    checkout.edit(file, /^( +)notification-service:.*\n/m, `$&${lines}`);
  }
}
