import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { makeCheckout, type Checkout, type Ended } from "../../support/checkout.ts";
import { tool } from "../../support/tools.ts";

/** Stack file of the environment that these tests set secrets of. */
export const stackFile = "Pulumi.staging.yaml";

/** A checkout whose configuration asks for secrets of every form, and a person's own engine. */
export interface SecretsCheckout {
  readonly checkout: Checkout;
  /** Runs `./msa secrets <arguments>` with a value on standard input; none: an empty one. */
  secrets(
    args: readonly string[],
    value?: string,
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended>;
  /** Runs the person's `pulumi`. */
  pulumi(...args: string[]): Promise<Ended>;
  /** The value that a program would be given. */
  decrypted(name: string): Promise<string>;
  /** Arguments and environments of every engine process so far; empty before the first. */
  engineCalls(): string;
  /** Everything that any command has printed so far. */
  printed(): string;
  /** Shell commands that run before, or after, the engine does; empty: none. */
  aroundEngine(before: string, after?: string): void;
  /** The variables of the person's. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes the checkout. The engine is the real one behind a script that notes how it was called; its stack
 * is not created yet.
 */
export function makeSecretsCheckout(): SecretsCheckout {
  const checkout = makeCheckout();
  const home = join(checkout.folder, "home");
  const calls = join(home, "calls");
  for (const folder of ["bin", "state", "pulumi", "tmp"]) mkdirSync(join(home, folder));
  checkout.write("home/passphrase", "a passphrase");
  checkout.write("home/before", "");
  checkout.write("home/after", "");
  checkout.write(
    "home/bin/pulumi",
    `#!/bin/sh\n{ echo "$*"; env; } >> '${calls}'\n. '${home}/before'\n` +
      `'${tool("pulumi")}' "$@"\ncode=$?\n. '${home}/after'\nexit $code\n`,
  );
  chmodSync(join(home, "bin/pulumi"), 0o755);
  askForSecrets(checkout);
  const env = {
    PATH: `${join(home, "bin")}:${process.env["PATH"] ?? ""}`,
    // What a killed run leaves there goes with the checkout.
    TMPDIR: join(home, "tmp"),
    PULUMI_HOME: join(home, "pulumi"),
    PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(home, "passphrase"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  let printed = "";
  const pulumi = (...args: string[]) => checkout.run(tool("pulumi"), args, env);
  return {
    checkout,
    env,
    pulumi,
    secrets: async (args, value = "", extra = {}) => {
      checkout.write("home/value", value);
      const script = 'exec ./msa secrets "$@" < home/value';
      const ended = await checkout.run("sh", ["-c", script, "sh", ...args], { ...env, ...extra });
      printed += ended.stdout + ended.stderr;
      return ended;
    },
    decrypted: async (name) => {
      const path = `msa:secrets[${JSON.stringify(name)}]`;
      const { code, stdout, stderr } = await pulumi(
        "config",
        "get",
        "--path",
        path,
        "-s",
        "staging",
      );
      if (code !== 0) throw new Error(stderr);
      return stdout.replace(/\n$/, "");
    },
    engineCalls: () => (existsSync(calls) ? checkout.read("home/calls") : ""),
    printed: () => printed,
    aroundEngine: (before, after = "") => {
      checkout.write("home/before", before);
      checkout.write("home/after", after);
    },
  };
}

function askForSecrets(checkout: Checkout): void {
  const file = parseDocument(checkout.read("Pulumi.yaml"));
  const set = (path: readonly string[], value: unknown) => {
    file.setIn(["config", ...path], file.createNode(value));
  };
  const { config } = file.toJS() as { config: { catalogue: { value: object } } };
  for (const service of Object.keys(config.catalogue.value)) {
    file.deleteIn(["config", "catalogue", "value", service, "secrets"]);
  }
  const database = { keys: ["username", "password"] };
  set(["catalogue", "value", "order-service", "secrets"], { database });
  set(["registryLogin"], { value: { username: "robot$msa+pull" } });
  const url = "git@github.com:example/charts.git";
  set(["repositories"], { value: { charts: { type: "git", url } } });
  set(["notifications"], { value: { slack: { channel: "#msa-support" } } });
  checkout.write("Pulumi.yaml", file.toString({ lineWidth: 0 }));
}
