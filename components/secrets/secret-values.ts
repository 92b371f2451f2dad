import * as pulumi from "@pulumi/pulumi";

/**
 * The values of `msa:secrets`, which the engine decrypts. They are Outputs that stay secret: nothing can
 * read one at preview, and the state keeps it encrypted.
 */
export class SecretValues {
  readonly #values: pulumi.Output<Readonly<Record<string, string>>>;

  // eslint-disable-next-line no-restricted-syntax -- config/ knows the names alone; values stay Outputs
  constructor(config = new pulumi.Config("msa")) {
    this.#values =
      config.getSecretObject<Readonly<Record<string, string>>>("secrets") ??
      pulumi.secret<Readonly<Record<string, string>>>({});
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
