import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** An OpenID Connect issuer at which everybody is logged in as the same person. */
export interface OidcIssuer {
  readonly url: string;
  /** Scopes that were asked for, one text for each login. */
  readonly scopes: readonly string[];
  stop(): Promise<void>;
}

interface Login {
  readonly clientId: string;
  readonly nonce: string | null;
  readonly challenge: string | null;
}

/**
 * Starts one on a free port of 127.0.0.1: discovery, keys, authorization with PKCE, and a token that is
 * given once for each code, to the client that knows `clientSecret`.
 */
export async function startOidcIssuer(clientSecret: string): Promise<OidcIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const logins = new Map<string, Login>();
  const scopes: string[] = [];
  let issuer = "";

  const discovery = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  });

  function authorize(asked: URLSearchParams): string {
    const code = randomUUID();
    scopes.push(asked.get("scope") ?? "");
    logins.set(code, {
      clientId: asked.get("client_id") ?? "",
      nonce: asked.get("nonce"),
      challenge: asked.get("code_challenge"),
    });
    const back = new URL(asked.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state") ?? "");
    return back.href;
  }

  function token(body: URLSearchParams, authorization = ""): object | undefined {
    // A client may try one way of naming itself after the other; the code is still good then.
    if (secretIn(body, authorization) !== clientSecret) return undefined;
    const login = logins.get(body.get("code") ?? "");
    logins.delete(body.get("code") ?? "");
    const verifier = createHash("sha256").update(body.get("code_verifier") ?? "");
    if (login?.challenge !== verifier.digest("base64url")) return undefined;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: issuer, aud: login.clientId, sub: "1", nonce: login.nonce },
      ...{ iat: now, exp: now + 600, email: "ada@example.org", email_verified: true },
      groups: ["msa-admins"],
    };
    return { access_token: "a", token_type: "Bearer", expires_in: 600, id_token: jwt(claims) };
  }

  function jwt(claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(claims)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }

  async function answer(request: IncomingMessage): Promise<{ location: string } | object> {
    const { pathname, searchParams } = new URL(request.url ?? "", issuer);
    switch (pathname) {
      case "/.well-known/openid-configuration":
        return discovery();
      case "/keys":
        return {
          keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }],
        };
      case "/authorize":
        return { location: authorize(searchParams) };
      case "/token":
        return (
          token(new URLSearchParams(await text(request)), request.headers.authorization) ?? {
            error: "invalid_grant",
          }
        );
      case "/userinfo":
        return { sub: "1", email: "ada@example.org", preferred_username: "ada" };
      default:
        return { error: "not_found" };
    }
  }

  const server = createServer((request, response) => {
    void answer(request).then((body) => {
      if ("location" in body) response.writeHead(302, { location: body.location }).end();
      else {
        const status = "error" in body ? 400 : 200;
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: issuer,
    scopes,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Of HTTP's own login, where it is encoded as in a form (RFC 6749, 2.3.1), or of the body. */
function secretIn(body: URLSearchParams, authorization: string): string | null {
  if (!authorization.startsWith("Basic ")) return body.get("client_secret");
  const basic = Buffer.from(authorization.slice("Basic ".length), "base64").toString();
  const [, secret = ""] = basic.split(":");
  return decodeURIComponent(secret.replaceAll("+", " "));
}
