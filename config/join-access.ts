import type { Access, Config, SyncPolicy } from "./model.ts";
import type { Parsed } from "./schema/keys.ts";

/** Who may do what here; what concerns the whole cluster is the owner's to say. */
export function joinAccess({ access }: Parsed, owner: Config | undefined): Access {
  if (owner === undefined) return access;
  const { clusterAdmins, exec } = owner.access;
  return { ...access, clusterAdmins, exec };
}

/** Undefined keys are left out, as everywhere in a finished configuration. */
export function joinSync({ sync: { windows, ...sync } }: Parsed): SyncPolicy {
  return {
    ...sync,
    windows: windows.map(({ description, ...window }) => ({
      ...window,
      ...(description !== undefined && { description }),
    })),
  };
}
