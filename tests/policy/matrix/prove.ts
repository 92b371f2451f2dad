import assert from "node:assert/strict";

import { matrixEngine, type MatrixEngine, type Told } from "./engine.ts";
import { grouped } from "./groups.ts";
import type { Row } from "./rows.ts";

/** Proves rows with the real engine and the real pack, few previews for all of them. */
export function prove(rows: readonly Row[]): void {
  let engine: MatrixEngine;
  before(async () => {
    engine = await matrixEngine();
  });
  after(async () => {
    await engine.remove();
  });

  it("says nothing of the good stack", async () => {
    assert.deepEqual(await engine.preview([]), []);
  });

  for (const [position, group] of grouped(rows).entries()) {
    describe(`of preview ${position + 1}, at depth ${group.rows[0]?.depth ?? ""},`, () => {
      let told: readonly Told[];
      before(async () => {
        told = await engine.preview(group.rows);
      });

      for (const { rule, depth, change, says } of group.rows) {
        it(`catches ${rule.name} at depth ${depth}: ${JSON.stringify(change)}`, () => {
          const own = told.filter((each) => each.rule === rule.name);
          const level = rule.levels.production;
          assert.deepEqual(
            says.filter(
              (message) => !own.some((each) => each.message === message && each.level === level),
            ),
            [],
            own.map(({ message }) => message).join("\n"),
          );
        });
      }

      it("says nothing else", () => {
        assert.deepEqual(told, group.says);
      });
    });
  }
}
