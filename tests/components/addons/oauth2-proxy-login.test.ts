import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { deadHost } from "../../cli/fake-server.ts";
import { type OidcIssuer, startOidcIssuer } from "../../support/oidc-issuer.ts";
import { tool } from "../../support/tools.ts";
import { at, installingConfig, sampleOidc, valuesOfRelease } from "./record-addons.ts";

const clientSecret = "the client's";
const host = "prometheus.example.org";

describe("the real oauth2-proxy with the values of its release", function () {
  this.timeout(60_000);
  let issuer: OidcIssuer;
  let folder: string;
  let proxy: ChildProcess;
  let address: string;

  before(async () => {
    issuer = await startOidcIssuer(clientSecret);
    folder = mkdtempSync(join(tmpdir(), "msa-oauth2-proxy-"));
    address = await deadHost();
    const oidc = { ...sampleOidc, issuer: issuer.url };
    const values = await valuesOfRelease(installingConfig("small", { oidc }), "oauth2-proxy");
    // What the chart makes of `config` and `extraArgs` (oauth2-proxy 10.7.0, templates/configmap.yaml, deployment.yaml).
    const list = (key: string) => JSON.stringify(at(values, "config", key));
    writeFileSync(
      join(folder, "oauth2_proxy.cfg"),
      `email_domains = ${list("emailDomains")}\nupstreams = ${list("upstreams")}\n`,
    );
    const options = Object.entries(at(values, "extraArgs") as Record<string, string>);
    proxy = spawn(
      tool("oauth2-proxy"),
      [
        ...[`--http-address=${address}`, `--config=${join(folder, "oauth2_proxy.cfg")}`],
        `--cookie-name=${String(at(values, "config", "cookieName"))}`,
        ...options.map(([name, value]) => `--${name}=${value}`),
      ],
      {
        stdio: "ignore",
        env: {
          OAUTH2_PROXY_CLIENT_ID: oidc.clientId,
          OAUTH2_PROXY_CLIENT_SECRET: clientSecret,
          OAUTH2_PROXY_COOKIE_SECRET: "0123456789abcdef0123456789abcdef",
        },
      },
    );
    while ((await get("/ping").catch(() => undefined))?.status !== 200) {
      assert.equal(proxy.exitCode, null, "it did not take its options");
      await sleep(100);
    }
  });

  after(async () => {
    if (proxy.exitCode === null) {
      const ended = once(proxy, "exit");
      proxy.kill();
      await ended;
    }
    await issuer.stop();
    rmSync(folder, { recursive: true });
  });

  /** Asks as the gateway does, for a host of the platform. */
  function get(
    path: string,
    cookie = "",
  ): Promise<{ status: number; headers: IncomingHttpHeaders }> {
    return new Promise((resolve, reject) => {
      const headers = { host, cookie, "x-forwarded-proto": "https", "x-forwarded-host": host };
      request(`http://${address}${path}`, { headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, headers: response.headers });
      })
        .on("error", reject)
        .end();
    });
  }

  const cookiesOf = (headers: IncomingHttpHeaders) =>
    (headers["set-cookie"] ?? []).map((each) => each.split(";")[0] ?? "").join("; ");

  /** From the first request of a browser to the cookie of its session. */
  async function login(): Promise<{ status: number; cookie: string; back: string; set: string }> {
    const first = await get("/graph?g0=up");
    assert.equal(first.status, 302);
    const away = new URL(first.headers.location ?? "");
    assert.equal(away.origin, issuer.url);
    assert.equal(away.searchParams.get("code_challenge_method"), "S256");
    assert.equal(away.searchParams.get("redirect_uri"), `https://${host}/oauth2/callback`);
    const there = await fetch(away, { redirect: "manual" });
    const { pathname, search } = new URL(there.headers.get("location") ?? "");
    const { status, headers } = await get(`${pathname}${search}`, cookiesOf(first.headers));
    const set = (headers["set-cookie"] ?? []).find((each) => each.startsWith("__Host-msa_login="));
    return { status, cookie: cookiesOf(headers), back: headers.location ?? "", set: set ?? "" };
  }

  it("lets nobody through who has not logged in", async () => {
    assert.equal((await get("/oauth2/auth")).status, 401);
    assert.equal((await get("/oauth2/auth", "__Host-msa_login=made-up")).status, 401);
  });

  it("logs a person in at the issuer, and leads back to where they were going", async () => {
    const { status, back, set } = await login();
    assert.equal(status, 302);
    assert.equal(back, "/graph?g0=up");
    assert.match(set, /; path=\/; .*HttpOnly; Secure; SameSite=Lax/i);
    assert.doesNotMatch(set, /domain=/i);
  });

  it("says yes with 200 to the gateway from then on, and who it is", async () => {
    const { cookie } = await login();
    const through = await get("/graph", cookie);
    assert.equal(through.status, 200);
    const asked = await get("/oauth2/auth", cookie);
    assert.equal(asked.status, 202);
    assert.equal(asked.headers["x-auth-request-email"], "ada@example.org");
  });

  it("asks the issuer for no more than who it is", () => {
    assert.deepEqual([...new Set(issuer.scopes)], ["openid email profile"]);
  });
});
