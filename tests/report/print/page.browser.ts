import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { buildReport } from "../../../report/build-report.ts";
import { html } from "../../../report/print/html.ts";
import { startBrowser, type Browser } from "../../support/chromium.ts";
import { deployment, object, owner } from "../sample-sides.ts";

// Not part of `make test`, which may need no browser (docs/decisions/0026): npm run test:browser

describe("the report's page in a real browser", function () {
  this.timeout(60_000);
  let folder: string;
  let browser: Browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "page-"));
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function load(): Promise<string> {
    const side = (environment: string, version: string, ...more: ReturnType<typeof object>[]) => ({
      environment,
      owners: ["cart", "order"].map((name) => {
        const items = [deployment(name, `${name}:${version}`), ...more];
        return owner(items, { name: `${name}-${environment}` });
      }),
    });
    const report = buildReport({
      base: { name: "origin/staging" },
      head: { name: "working tree" },
      remarks: [],
      next: "staging",
      pairs: ["staging", "production"].map((environment) => ({
        before: side(environment, "1.0.0", object("Secret", "<img src=http://127.0.0.1:9/x>")),
        after: side(environment, "1.1.0"),
      })),
    });
    const file = join(folder, "report.html");
    writeFileSync(file, html(report));
    const url = pathToFileURL(file).href;
    await browser.open(url);
    return url;
  }

  /** First words of the headings that a person sees. */
  const visible = (selector: string) =>
    browser.evaluate<string[]>(
      `[...document.querySelectorAll(${JSON.stringify(`${selector} > summary`)})]
        .filter((each) => each.checkVisibility()).map((each) => each.textContent.split(":")[0])`,
    );
  const choose = (id: string, value: string) =>
    browser.evaluate(`{
      const field = document.getElementById(${JSON.stringify(id)});
      if (field.type === "checkbox") field.checked = ${JSON.stringify(value !== "")};
      else field.value = ${JSON.stringify(value)};
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }`);
  const press = (id: string) => browser.evaluate(`document.getElementById("${id}").click()`);

  it("is open at the environment that comes next, and unfolds and folds", async () => {
    await load();
    assert.deepEqual(await visible(".environment"), ["staging", "production (after later merges)"]);
    assert.deepEqual(await visible(".owner"), [
      "Application cart-staging",
      "Application order-staging",
    ]);
    assert.deepEqual(await visible(".item"), []);

    await press("unfold");
    assert.equal((await visible(".owner")).length, 4);
    assert.equal((await visible(".item")).length, 8);
    await press("fold");
    assert.equal((await visible(".owner")).length, 0);
  });

  it("filters by environment, by service and by danger", async () => {
    await load();
    await press("unfold");
    await choose("environment", "production");
    assert.deepEqual(await visible(".environment"), ["production (after later merges)"]);
    assert.equal(
      await browser.evaluate(
        `[...document.querySelectorAll("#matrix thead th")].filter((c) => !c.hidden).length`,
      ),
      2,
    );

    await choose("service", "cart-production");
    assert.deepEqual(await visible(".owner"), ["Application cart-production"]);
    assert.equal((await visible(".item")).length, 2);

    await choose("dangerous", "yes");
    assert.deepEqual(await visible(".item"), ["removed Secret/shop/<img src=http"]);
  });

  it("asks for nothing but itself, whatever is in it", async () => {
    const url = await load();
    await press("unfold");

    assert.deepEqual([...new Set(browser.requests)], [url]);
    assert.ok((await browser.screenshot()).length > 10_000);
  });
});
