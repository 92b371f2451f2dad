import { readFileSync } from "node:fs";

import { CustomResource, ProviderResource } from "@pulumi/pulumi";

// The program of the matrix: it declares what a file says, with types and inputs as they are there. The stage
// puts it in the place of index.ts of a checkout.

interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly options: { readonly protect?: boolean; readonly ignoreChanges?: string[] };
  /** The engine's own provider in place of the one that is declared. */
  readonly isOfDefaultProvider: boolean;
}

class Provider extends ProviderResource {
  constructor(name: string, inputs: Record<string, unknown>, options: Declared["options"]) {
    super("kubernetes", name, inputs, options);
  }
}

class Resource extends CustomResource {}

const resources = JSON.parse(readFileSync("home/resources.json", "utf8")) as readonly Declared[];
const isProvider = ({ type }: Declared): boolean => type.startsWith("pulumi:providers:");
const provider = resources
  .filter(isProvider)
  .map(({ name, inputs, options }) => new Provider(name, inputs, options))
  .at(0);
for (const each of resources.filter((resource) => !isProvider(resource))) {
  const { type, name, inputs, options, isOfDefaultProvider } = each;
  const own = isOfDefaultProvider || provider === undefined ? {} : { provider };
  new Resource(type, name, inputs, { ...options, ...own });
}
