import assert from "node:assert/strict";
import { example, minimal, only, render } from "./chart.ts";
import type { Values } from "./chart.ts";

interface Route {
  readonly name: string;
  readonly match?: readonly {
    readonly uri: { readonly regex: string };
    readonly method: { readonly regex: string };
  }[];
  readonly headers?: { readonly response: Readonly<Record<string, unknown>> };
  readonly corsPolicy?: Readonly<Record<string, unknown>>;
}

async function routes(mesh: Values): Promise<readonly Route[]> {
  const objects = await render({ ...minimal, mesh: { enabled: true, ...mesh } });
  return only<{ spec: { http: Route[] } }>(objects, "VirtualService").spec.http;
}

/** The part of a route that says where a request goes and how long it may take. */
function way(route: Route | undefined) {
  return { ...route, name: "", match: undefined, headers: undefined };
}

/** Name of the route that a request takes, as Envoy chooses: the first whose path and method match whole. */
function taken(all: readonly Route[], method: string, path: string): string | undefined {
  const whole = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`).test(text);
  return all.find(
    ({ match }) =>
      match?.some(({ uri, method: of }) => whole(uri.regex, path) && whole(of.regex, method)) ??
      true,
  )?.name;
}

describe("charts/microservice: files that others may keep", () => {
  it("marks them as public, for as long as it is told, and drops their cookies", async () => {
    const [first] = await routes({ static: { paths: ["/assets"], maxAgeSeconds: 31_536_000 } });

    assert.equal(first?.name, "static");
    assert.deepEqual(first.headers, {
      response: {
        set: { "Cache-Control": "public, max-age=31536000" },
        remove: ["Set-Cookie"],
      },
    });
  });

  it("says that they never change only when it is told so", async () => {
    const [first] = await routes({ static: { paths: ["/assets"], immutable: true } });

    assert.deepEqual(first?.headers?.response["set"], {
      "Cache-Control": "public, max-age=3600, immutable",
    });
  });

  it("sends them the same way as all others, and changes nothing in the others", async () => {
    const [plain] = await routes({});
    const all = await routes({ static: { paths: ["/assets"] } });

    assert.deepEqual(
      all.map(({ name }) => name),
      ["static", "default"],
    );
    assert.deepEqual(way(all[0]), way(plain));
    assert.deepEqual(all[1], plain);
    assert.equal(plain?.headers, undefined);
  });

  for (const [method, path, expected] of [
    ["GET", "/assets", "static"],
    ["GET", "/assets/", "static"],
    ["HEAD", "/assets/css/site.css", "static"],
    ["GET", "/images/a.png", "static"],
    ["GET", "/favicon.ico", "static"],
    ["GET", "/", "default"],
    ["GET", "/orders/assets/a.png", "default"],
    ["GET", "/assets-private/a.png", "default"],
    ["GET", "/faviconXico", "default"],
    ["POST", "/assets/a.png", "default"],
    ["OPTIONS", "/assets/a.png", "default"],
    ["GETS", "/assets/a.png", "default"],
    // What a service may read as /account, and a cache as a file.
    ["GET", "/assets/..%2faccount", "default"],
    ["GET", "/assets/..;/account", "default"],
    ["GET", "/assets/..\\account", "default"],
  ] as const) {
    it(`takes ${method} ${path} for ${expected === "static" ? "such a file" : "something else"}`, async () => {
      const all = await routes({ static: { paths: ["/assets", "/images/", "/favicon.ico"] } });

      assert.equal(taken(all, method, path), expected);
    });
  }

  it("has no such route where no path is named, whatever else is", async () => {
    const all = await routes({ static: { immutable: true, maxAgeSeconds: 60 } });

    assert.deepEqual(
      all.map(({ name }) => name),
      ["default"],
    );
  });
});

describe("charts/microservice: pages of other origins", () => {
  const allowedOrigins = ["https://cdn.jclee.me", "http://localhost:3000"];

  it("lets exactly the named ones call, without cookies, and tells caches that answers differ", async () => {
    const [only] = await routes({ cors: { allowedOrigins } });

    assert.deepEqual(only?.corsPolicy, {
      allowOrigins: allowedOrigins.map((exact) => ({ exact })),
      allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ["authorization", "content-type"],
      maxAge: "10m",
    });
    assert.deepEqual(only.headers, { response: { add: { Vary: "Origin" } } });
  });

  it("lets them load static files in the same way", async () => {
    const [first, second] = await routes({
      static: { paths: ["/assets"] },
      cors: { allowedOrigins },
    });

    assert.ok(first?.corsPolicy);
    assert.deepEqual(first.corsPolicy, second?.corsPolicy);
    assert.deepEqual(first.headers?.response["add"], { Vary: "Origin" });
  });

  it("takes methods, headers and time from the values", async () => {
    const values = { allowedOrigins, allowedMethods: ["GET"], allowedHeaders: [], maxAge: "1h" };
    const [only] = await routes({ cors: values });

    assert.deepEqual(only?.corsPolicy, {
      allowOrigins: allowedOrigins.map((exact) => ({ exact })),
      allowMethods: ["GET"],
      maxAge: "1h",
    });
  });

  it("says nothing of origins for a service that names none", async () => {
    const objects = await render(example("production"));

    assert.doesNotMatch(JSON.stringify(objects), /corsPolicy|Vary|Cache-Control/);
  });
});
