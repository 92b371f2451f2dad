import type { Environment } from "../../config/model.ts";
import { valueAt } from "../../config/problem.ts";
import { parseYaml } from "../../config/yaml-text.ts";
import type { FileEdits } from "../declared/change.ts";
import type { Edit } from "../declared/edit.ts";
import { entryPath } from "../declared/place-in-file.ts";

/** What is to run of a service. */
export interface Wanted {
  readonly service: string;
  /** Absent: the version that is declared stays. */
  readonly version?: string | undefined;
  /** Absent: the digest goes when the version changes, since it names other bytes. */
  readonly digest?: string | undefined;
}

/** The edits of a stack file that declare versions; nothing else of an entry is touched. */
export function versionEdits(
  environment: Environment,
  stackText: string,
  wanted: readonly Wanted[],
): FileEdits {
  const file = `Pulumi.${environment}.yaml`;
  const values: unknown = parseYaml(file, stackText).toJS();
  const edits = wanted.flatMap(({ service, version, digest }): Edit[] => {
    const path = entryPath(file, stackText, service);
    const now = (key: string) => valueAt(values, [...path, key]);
    const isOther = version !== undefined && version !== now("version");
    const dropsDigest = digest === undefined && isOther && now("digest") !== undefined;
    return [
      ...(isOther ? [{ path: [...path, "version"], value: version }] : []),
      ...(digest === undefined ? [] : [{ path: [...path, "digest"], value: digest }]),
      ...(dropsDigest ? [{ path: [...path, "digest"] }] : []),
    ];
  });
  return { file, edits };
}
