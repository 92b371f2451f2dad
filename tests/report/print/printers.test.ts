import assert from "node:assert/strict";

import { html } from "../../../report/print/html.ts";
import { markdown } from "../../../report/print/markdown.ts";
import { terminal } from "../../../report/print/terminal.ts";
import { compared, deployment, finding, object, owner, reportOf, side } from "../sample-sides.ts";

const change = () =>
  reportOf(
    side(owner([deployment("cart", "cart:1.0.0"), object("ConfigMap", "old")])),
    side(owner([deployment("cart", "cart:1.1.0")])),
  );

describe("a printed report", () => {
  it("says No changes, in every form, when there are none", () => {
    const same = side(owner([deployment("cart", "cart:1.0.0")]));
    const report = reportOf(same, same);

    assert.ok(terminal(report, false).startsWith("No changes\n"));
    assert.ok(markdown(report).startsWith("## Preview: No changes\n"));
    assert.ok(html(report).includes("<h1>No changes</h1>"));
  });

  it("is open at what comes next, dangerous first, with real diffs", () => {
    assert.equal(
      markdown(change()),
      `## Preview: staging: 1 changed, 1 removed, 1 dangerous

\`origin/staging (01234567)\` → \`working tree\`

|  | staging |
| --- | --- |
| **cart-staging** | 1.0.0 → 1.1.0 · 2 × 100m/128Mi · 2 objects · 1 dangerous |
| requests, fewest pods | 200m/256Mi |
| requests, most pods | 200m/256Mi |

> [!WARNING]
> Dangerous in staging:
> - ConfigMap/shop/old: deleted: Argo CD prunes it at the next sync

<details open><summary><b>staging: 1 changed, 1 removed, 1 dangerous</b></summary>

<details><summary>Application cart-staging: 1 changed, 1 removed</summary>

<details><summary>⚠ removed ConfigMap/shop/old</summary>

\`\`\`diff
- metadata:
-   name: old
-   namespace: shop
\`\`\`

</details>

<details><summary>changed Deployment/shop/cart</summary>

\`\`\`diff
- spec.template.spec.containers[cart].image: cart:1.0.0
+ spec.template.spec.containers[cart].image: cart:1.1.0
\`\`\`

</details>

</details>

</details>
`,
    );
  });

  it("gives the same bytes for the same input", () => {
    assert.equal(html(change()), html(change()));
    assert.equal(markdown(change()), markdown(change()));
  });

  it("is cut by whole objects and says how many are left out", () => {
    const many = Array.from({ length: 300 }, (_, at) => object("ConfigMap", `c${String(at)}`));
    const report = reportOf(side(owner([])), side(owner(many)));
    const text = markdown(report, { maxCharacters: 8000, fullReport: "See the page." });
    const shown = text.match(/<summary>added ConfigMap/g)?.length ?? 0;

    assert.ok(text.length <= 8000, String(text.length));
    assert.ok(shown > 10);
    assert.ok(
      text.endsWith(
        `_${String(300 - shown)} more objects change; there is no room for them here. See the page._\n`,
      ),
    );
    assert.equal(text.match(/<details/g)?.length, text.match(/<\/details>/g)?.length);
    assert.equal((text.match(/^```/gm)?.length ?? 1) % 2, 0);
  });

  it("lets nothing of what it shows become markup, a fence or a mention", () => {
    const evil = "</pre><script>alert(1)</script>\n```\n@everyone";
    const named = object("ConfigMap", "<img src=x>", { data: { evil } });
    const report = reportOf(side(owner([named])), side(owner([])));
    const [page, comment] = [html(report), markdown(report)];

    assert.equal(page.match(/<script>/g)?.length, 1);
    assert.ok(!page.includes("<img"));
    assert.ok(comment.includes("\n````diff\n"));
    assert.ok(!comment.includes("<img src=x>: deleted"));
  });

  it("says first what the change breaks and what it mends, and counts what stands", () => {
    const judged = (...rules: readonly string[]) => ({
      ...side(owner([])),
      verdict: { findings: rules.map(finding) },
    });
    const report = reportOf(judged("mended", "standing"), judged("standing", "broken"));

    assert.ok(terminal(report, false).startsWith("staging: 1 new violation\n"));
    assert.ok(terminal(report, false).includes("1 new, 1 fixed, 1 standing"));
    assert.ok(
      markdown(report).includes(
        `> [!WARNING]
> New violations in staging:
> - broken (mandatory): is wrong

> [!NOTE]
> No longer violated in staging:
> - mended: Deployment/shop/cart
`,
      ),
    );
    assert.ok(
      html(report).includes(
        '<div class="violation"><b>New violations in staging</b><ul><li>broken (mandatory): is wrong</li></ul></div>',
      ),
    );
  });

  it("names a side that could not be judged among what is not known", () => {
    const judged = { ...side(owner([])), verdict: { findings: [] } };
    const notJudged = { ...side(owner([])), verdict: { notJudged: "No file exemptions.yaml." } };

    assert.deepEqual(compared(notJudged, judged).unknown, [
      "Policies: not judged as it is before. No file exemptions.yaml.",
    ]);
  });

  it("asks nobody for anything", () => {
    const page = html(change());

    assert.deepEqual(page.match(/(src|href|action)=|@import|url\(|fetch\(|https?:/g), null);
    assert.ok(
      page.includes(
        `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"`,
      ),
    );
  });
});
