import { randomInt } from "node:crypto";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { ownFieldManager, standardLabels } from "../labels.ts";

/** One entry of the Secret: made up, or given because it is no secret (such as a user name). */
export type SecretKey =
  /** Number of letters and digits; 32 hold 190 bits. */
  { readonly length: number } | { readonly value: string };

export interface GeneratedSecretArgs {
  readonly name: string;
  readonly namespace: string;
  /** Stack that owns it. */
  readonly stack: string;
  readonly keys: Readonly<Record<string, SecretKey>>;
  /** Refuses a Secret that exists and is not this stack's. */
  readonly refuseForeign: pulumi.ResourceHook;
}

/**
 * A Secret whose passwords are made up once, when it is created, and never change by themselves.
 *
 * Charts are given its name; no value ever stands in the values of a release. Every run makes up new
 * values and the engine ignores them (`ignoreChanges`), so a key added here later reaches only a new
 * Secret. `pulumi up --replace <urn>` makes a new one.
 */
export class GeneratedSecret extends pulumi.ComponentResource {
  public readonly secretName: string;
  readonly #secret: k8s.core.v1.Secret;

  constructor(name: string, args: GeneratedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("msa:secrets:GeneratedSecret", name, {}, opts);
    this.secretName = args.name;
    this.#secret = new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          name: args.name,
          namespace: args.namespace,
          labels: standardLabels(args.name, { stack: args.stack }),
          annotations: ownFieldManager(args.stack),
        },
        // Not `stringData`: the cluster gives that back as `data`, and `value` could not find it.
        data: Object.fromEntries(
          Object.entries(args.keys).map(([key, entry]) => [key, pulumi.secret(base64(entry))]),
        ),
      },
      {
        parent: this,
        ignoreChanges: ["data"],
        // Two objects of one name cannot be there at once.
        deleteBeforeReplace: true,
        hooks: { beforeCreate: [args.refuseForeign] },
      },
    );
    this.registerOutputs({});
  }

  /** The value under a key, as text and as a secret; empty when the cluster's Secret lacks the key. */
  value(key: string): pulumi.Output<string> {
    return pulumi.secret(
      this.#secret.data.apply((data) => Buffer.from(data[key] ?? "", "base64").toString()),
    );
  }
}

function base64(key: SecretKey): string {
  return Buffer.from("value" in key ? key.value : randomText(key.length)).toString("base64");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits only: nothing that a shell, a URL or a configuration file reads as something else. */
function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
