import assert from "node:assert/strict";

import { layOut } from "../../../components/dashboards/layout.ts";
import type { PanelSpec } from "../../../components/dashboards/panel-spec.ts";

function spec(title: string, width: number, height: number): PanelSpec {
  return { kind: "stat", title, description: "", unit: "none", width, height, queries: [] };
}

describe("layOut", () => {
  const placed = layOut(
    [
      { title: "First", panels: [spec("a", 16, 4), spec("b", 8, 6), spec("c", 12, 5)] },
      { title: "Second", panels: [spec("d", 24, 3)] },
    ],
    {},
  );

  it("puts panels beside each other while 24 columns last, and rows below each other", () => {
    assert.deepEqual(
      placed.map(({ title, gridPos }) => [title, gridPos.x, gridPos.y, gridPos.w]),
      [
        ["First", 0, 0, 24],
        ["a", 0, 1, 16],
        ["b", 16, 1, 8],
        ["c", 0, 7, 12],
        ["Second", 0, 12, 24],
        ["d", 0, 13, 24],
      ],
    );
  });

  it("gives the panels of a line the height of the highest", () => {
    assert.deepEqual(
      placed.slice(1, 4).map(({ gridPos }) => gridPos.h),
      [6, 6, 5],
    );
  });

  it("numbers them from 1, headings too", () => {
    assert.deepEqual(
      placed.map(({ id }) => id),
      [1, 2, 3, 4, 5, 6],
    );
  });
});
