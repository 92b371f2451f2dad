import * as pulumi from "@pulumi/pulumi";

/** Values by the names of `msa:secrets`. */
export type NamedValues = Readonly<Record<string, string>>;

/** The values of `msa:secrets` by name, as Outputs that stay secret. */
export class SecretValues {
  readonly #values: pulumi.Output<NamedValues>;

  /** @param values as the engine hands them over (config/load.ts); none where nothing is set. */
  constructor(values: pulumi.Output<NamedValues> = pulumi.secret<NamedValues>({})) {
    this.#values = values;
  }

  /**
   * The value of one secret, such as `registry/password`, without a line break at its end.
   *
   * Only for one that is set (`SecretNeed.isSet`); of another it is empty.
   */
  value(name: string): pulumi.Output<string> {
    return pulumi.secret(
      this.#values.apply((values) => (values[name] ?? "").replace(/\r?\n$/, "")),
    );
  }
}
