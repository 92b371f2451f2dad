import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { refuseForeign } from "../../../components/ownership.ts";
import type { PlatformContext } from "../../../components/platform/context.ts";
import {
  ConfiguredSecret,
  type SecretPlan,
} from "../../../components/secrets/configured-secret.ts";
import { SecretValues } from "../../../components/secrets/secret-values.ts";
import { loadSecretValues } from "../../../config/load.ts";
import type { Config, SecretNeed } from "../../../config/model.ts";
import { recordComponent } from "../../support/record-component.ts";

/** A Secret as it reaches the engine, its values in plain text. */
export interface MadeSecret {
  readonly logicalName: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly type?: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What the mocks are given for a Secret; Pulumi wraps what is secret. */
interface SecretInputs extends Pick<MadeSecret, "metadata" | "type"> {
  readonly data?: { readonly value: Readonly<Record<string, string>> };
}

/** A secret that the configuration asks for; it is set unless a test says otherwise. */
export function sampleNeed(name: string, overrides: Partial<SecretNeed> = {}): SecretNeed {
  return {
    name,
    purpose: "a sample",
    usedBy: ["a sample"],
    form: "text",
    isRequired: false,
    isSet: true,
    revision: 1,
    ...overrides,
  };
}

/** Makes the planned Secrets with the given `msa:secrets`; a value that is not secret fails the test. */
export async function madeSecrets(
  config: Config,
  values: Readonly<Record<string, string>>,
  plans: (context: PlatformContext) => readonly SecretPlan[],
): Promise<readonly MadeSecret[]> {
  const made: MadeSecret[] = [];
  const { resources, error } = await recordComponent(async () => {
    await pulumi.runtime.setMocks({ newResource: noting(made), call: () => ({}) }, "msa");
    pulumi.runtime.setAllConfig({ "msa:secrets": JSON.stringify(values) }, ["msa:secrets"]);
    const hook = refuseForeign({ stack: config.environment, context: "none", adopt: [] });
    const context = { config, refuseForeign: hook, secrets: new SecretValues(loadSecretValues()) };
    for (const plan of plans(context)) new ConfiguredSecret(plan.logicalName, plan, context);
  });
  pulumi.runtime.setAllConfig({});
  assert.equal(error, undefined);
  for (const { custom, inputs } of resources) {
    if (custom && "data" in inputs) assert.deepEqual(inputs["data"], { secret: true });
  }
  return made;
}

function noting(made: MadeSecret[]): pulumi.runtime.Mocks["newResource"] {
  return ({ name, type, inputs }) => {
    if (type === "kubernetes:core/v1:Secret") made.push(plain(name, inputs as SecretInputs));
    return { id: `${name}-id`, state: inputs as object };
  };
}

function plain(logicalName: string, { data, metadata, type }: SecretInputs): MadeSecret {
  const values = Object.entries(data?.value ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, "base64").toString(),
  ]);
  return {
    logicalName,
    metadata,
    ...(type !== undefined && { type }),
    values: Object.fromEntries(values) as Record<string, string>,
  };
}
