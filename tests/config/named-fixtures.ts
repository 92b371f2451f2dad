import assert from "node:assert/strict";
import type { Config } from "../../config/model.ts";
import { parse } from "../../config/parse.ts";
import { fromFiles, readFixtures } from "./fixture.ts";

/** The valid fixtures whose names begin with a prefix, and which of them a test has read. */
export class NamedFixtures {
  readonly #prefix: string;
  readonly #unread: Set<string>;

  constructor(prefix: string) {
    this.#prefix = prefix;
    const names = readFixtures("valid").map(({ name }) => name);
    this.#unread = new Set(names.filter((name) => name.startsWith(prefix)));
  }

  /** The finished configuration of one of them. */
  read(name: string): Config {
    const fixture = readFixtures("valid").find((each) => each.name === this.#prefix + name);
    assert.ok(fixture, `no fixture ${this.#prefix}${name}`);
    this.#unread.delete(fixture.name);
    return parse(fromFiles(fixture));
  }

  /** Those that no test has read. */
  unread(): readonly string[] {
    return [...this.#unread];
  }
}
