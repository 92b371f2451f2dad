import assert from "node:assert/strict";

import { linksFrom, toService, toTraces } from "../../../components/dashboards/links.ts";

describe("linksFrom", () => {
  it("leads to the other two, for the same time", () => {
    assert.deepEqual(
      linksFrom("service-performance").map(({ title, url, keepTime }) => [title, url, keepTime]),
      [
        ["MSA overview", "/d/msa-overview", true],
        ["Infrastructure", "/d/infrastructure", true],
      ],
    );
  });

  it("takes the choice along only between the two whose namespaces mean the same", () => {
    const kept = (uid: Parameters<typeof linksFrom>[0]) =>
      linksFrom(uid).flatMap(({ url, includeVars }) => (includeVars ? [url] : []));

    assert.deepEqual(kept("msa-overview"), ["/d/service-performance"]);
    assert.deepEqual(kept("service-performance"), ["/d/msa-overview"]);
    assert.deepEqual(kept("infrastructure"), []);
  });
});

describe("toService", () => {
  it("opens the page of the series' service, in the same environment and time", () => {
    assert.equal(
      toService("deployment").url,
      "/d/service-performance?${datasource:queryparam}&${environment:queryparam}&var-service=${__field.labels.deployment}&${__url_time_range}",
    );
  });
});

describe("toTraces", () => {
  const { url = "" } = toTraces("deployment", "my-jaeger");

  it("searches Jaeger for the service as Istio names it there, app.namespace", () => {
    const panes = new URLSearchParams(url.split("?")[1]).get("panes") ?? "";

    assert.deepEqual(JSON.parse(panes), {
      traces: {
        datasource: "my-jaeger",
        queries: [
          {
            refId: "A",
            queryType: "search",
            datasource: { type: "jaeger", uid: "my-jaeger" },
            service: "${__field.labels.deployment}.${environment}",
          },
        ],
        range: { from: "${__from}", to: "${__to}" },
      },
    });
  });

  it("leaves variables plain, where Grafana finds them, and encodes the rest", () => {
    assert.match(url, /%22\$\{__from\}%22/);
    assert.doesNotMatch(url.replace(/\$\{[^}]+\}/g, ""), /["{}]/);
  });
});
