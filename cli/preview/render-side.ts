import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";

import type { Environment } from "../../config/model.ts";
import { chartDigest } from "../../manifests/chart-content.ts";
import { apiVersionsOf } from "../../policy/depths/api-versions.ts";
import type { RecordedResource } from "../../recorder/recording.ts";
import type { Item, Owner, Side } from "../../report/side.ts";
import { localFolder } from "../paths.ts";
import {
  applicationType,
  chartWanted,
  renderApplication,
  renderRelease,
  type ApplicationInputs,
  type ReleaseInputs,
} from "../render-owner.ts";
import { forPerson } from "../user-errors.ts";
import { chartOfTree } from "./chart-of-tree.ts";
import { configItems } from "./config-items.ts";
import { isRelease, objectItems, resourceItem } from "./items.ts";
import type { RecordedTree } from "./recorded-tree.ts";
import type { Tree } from "./tree.ts";

/** A side, and how to render an owner of it a second time. */
export interface RenderedSide extends Side {
  /** The owner's objects rendered anew; what differs then is made up at each rendering. */
  readonly again: ReadonlyMap<string, () => Promise<readonly Item[]>>;
}

/** Results of second renderings are kept too, apart from those of the first. */
const secondRendering = join(localFolder, "rendered-again");

/**
 * Everything an environment declares at one revision, with every Release and Application rendered.
 * What cannot be rendered is an owner that says why.
 *
 * @param knownUrns resources of the side it will be compared with.
 */
export async function renderSide(
  environment: Environment,
  tree: Tree,
  { recording, config }: RecordedTree,
  knownUrns: ReadonlySet<string>,
): Promise<RenderedSide> {
  const resources = recording.resources.filter(({ custom }) => custom);
  const item = (resource: RecordedResource) => resourceItem(resource, knownUrns);
  const isOwner = ({ type }: RecordedResource) => isRelease(type) || type === applicationType;
  const apiVersions = apiVersionsOf(Object.keys(config.addons));
  const rendered = await Promise.all(
    resources.filter(isOwner).map(async (resource) => {
      const source = isRelease(resource.type)
        ? releaseSource(resource, apiVersions)
        : await applicationSource(resource, tree.folder);
      return renderOwner(source, item(resource));
    }),
  );
  const own = {
    kind: "Pulumi",
    name: "resources",
    items: resources.filter((resource) => !isOwner(resource)).map(item),
  } as const;
  const configuration = {
    kind: "Configuration",
    name: `Pulumi.${environment}.yaml`,
    items: configItems(tree.folder, environment),
  } as const;
  const plain = [configuration, own].map((owner) => ({ ...owner, fingerprint: hash(owner.items) }));
  return {
    environment,
    owners: [...plain, ...rendered.map(({ owner }) => owner)],
    again: new Map(rendered.map(({ owner, again }) => [`${owner.kind} ${owner.name}`, again])),
  };
}

/** What stands behind an owner: who it is and how it is rendered. */
interface Source {
  readonly owner: Omit<Owner, "items">;
  readonly render: (cacheFolder?: string) => Promise<readonly Item[]>;
}

async function renderOwner({ owner, render }: Source, resource: Item) {
  const declared: Item = { ...resource, layer: "input" };
  try {
    const items = [declared, ...(await render())];
    return { owner: { ...owner, items }, again: () => render(secondRendering) };
  } catch (error) {
    const known = forPerson(error);
    if (known === undefined) throw error;
    const items = [declared];
    return {
      owner: { ...owner, items, notRendered: known.message },
      again: () => Promise.resolve([]),
    };
  }
}

function releaseSource({ inputs }: RecordedResource, apiVersions: readonly string[]): Source {
  const release = inputs as unknown as ReleaseInputs;
  return {
    owner: {
      kind: "Release",
      name: release.name,
      fingerprint: hash([decisive(release), apiVersions]),
    },
    render: async (cache) => objectItems(await renderRelease(release, apiVersions, cache)),
  };
}

/** Of a release only what Helm sees; a longer timeout renders to nothing else. */
function decisive({ name, namespace, chart, version, repositoryOpts, values }: ReleaseInputs) {
  return { name, namespace, chart, version, repo: repositoryOpts?.repo, values };
}

async function applicationSource(resource: RecordedResource, folder: string): Promise<Source> {
  const inputs = resource.inputs as unknown as ApplicationInputs & Syncing;
  const { metadata, spec } = inputs;
  let chart: string | Error;
  try {
    chart = await chartOfTree(folder, chartWanted(inputs));
  } catch (error) {
    chart = error instanceof Error ? error : new Error(String(error));
  }
  const content = typeof chart === "string" ? await digestOfChart(chart) : "";
  const automated = spec.syncPolicy?.automated;
  return {
    owner: {
      kind: "Application",
      name: metadata.name,
      fingerprint: hash([spec.source, spec.destination, content]),
      prunes: automated?.enabled !== false && automated?.prune === true,
    },
    render: async (cache) => {
      if (typeof chart !== "string") throw chart;
      return objectItems(await renderApplication(inputs, chart, cache));
    },
  };
}

interface Syncing {
  readonly spec: {
    readonly syncPolicy?: {
      readonly automated?: { readonly enabled?: boolean; readonly prune?: boolean };
    };
  };
}

/** A packaged chart's version says what is in it; a folder can be edited. */
async function digestOfChart(chart: string): Promise<string> {
  return (await stat(chart)).isDirectory() ? chartDigest(chart) : "";
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
