import assert from "node:assert/strict";

import { convertOnce, type ResourceMessage } from "../../../policy/pack/convert-once.ts";

/** A message whose conversions are counted. */
function message(value: unknown, provider?: ResourceMessage) {
  let conversions = 0;
  const properties = {
    toJavaScript() {
      conversions += 1;
      return this === properties ? value : undefined;
    },
  };
  return {
    getProperties: () => properties,
    getProvider: () => provider,
    conversions: () => conversions,
  };
}

describe("a message of the engine", () => {
  it("converts its properties and its provider's once, however many policies ask", () => {
    const provider = message({ context: "production" });
    const resource = message({ spec: 1 }, provider);
    convertOnce(resource);
    const asked = [resource, resource, provider, provider].map((each) =>
      each.getProperties().toJavaScript(),
    );

    assert.deepEqual(asked, [
      { spec: 1 },
      { spec: 1 },
      { context: "production" },
      { context: "production" },
    ]);
    assert.deepEqual([resource.conversions(), provider.conversions()], [1, 1]);
  });

  it("may have no properties and no provider", () => {
    assert.doesNotThrow(() => {
      convertOnce({ getProperties: () => undefined });
    });
  });
});
