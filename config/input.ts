import { environments } from "./model.ts";

/** What `parse` is fed: by the engine's values or by the two files, in the same form. */
export interface ConfigInput {
  /** Name of the stack. */
  readonly stack: string;
  /** Name of the stack file, for messages. */
  readonly file: string;
  /** Values by fully qualified key (`msa:environment`), project and stack joined as the engine does. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Fully qualified keys with an encrypted value in them; their values here are not looked at. */
  readonly secretKeys: readonly string[];
  /**
   * Names under `msa:secrets` whose value is not encrypted. Only the files say it of single ones; absent
   * after the engine, which says of the whole map whether anything in it is.
   */
  readonly plainSecrets?: readonly string[];
  /**
   * File that each key was found in. A key that is not listed is taken to be where it belongs; the
   * engine hands over the joined values only.
   */
  readonly origins?: Readonly<Record<string, string>>;
  /**
   * The other environments, as far as their files can be read: the owner of a shared platform and its
   * tenants know each other from their files.
   */
  readonly siblings?: readonly ConfigInput[];
}

/** The project's file; there the catalogue is. */
export const projectFileName = "Pulumi.yaml";

/** Files in the root of a project that configurations are read from. */
export const configFiles: readonly string[] = [
  projectFileName,
  ...environments.map((environment) => `Pulumi.${environment}.yaml`),
];
