import { z } from "zod";
import { oidcProviders } from "../oidc-providers.ts";
import { kubernetesName } from "./names.ts";
import { line, text } from "./text.ts";
import { httpsUrl } from "./url.ts";

const endpoint = (what: string, path: string) =>
  httpsUrl(`${what} endpoint.`, `https://login.example.org/${path}`);

/** A word of RFC 6749, 3.3. */
const scope = text(
  (value) =>
    /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value)
      ? undefined
      : {
          wrong: "must be one word without quotes and backslashes",
          hint: "Give each its own item.",
        },
  { description: "A scope.", example: "openid" },
);

export const oidc = z
  .strictObject({
    issuer: httpsUrl(
      "URL of the issuer, as its discovery document says.",
      "https://login.example.org",
    ),
    clientId: line(200, { description: "Name of this client at the issuer.", example: "msa" }),
    clientSecretName: kubernetesName({
      description: "Secret in the namespace of oauth2-proxy with the key `client-secret`.",
      example: "oidc",
    }).default("oidc"),
    provider: z
      .enum(oidcProviders)
      .optional()
      .describe("Whose issuer it is; Grafana's addresses and the scopes follow from it."),
    endpoints: z
      .strictObject({
        authorization: endpoint("Authorization", "authorize"),
        token: endpoint("Token", "token"),
        userinfo: endpoint("UserInfo", "userinfo"),
      })
      .optional()
      .describe("Addresses for Grafana, which reads no discovery document, of another issuer."),
    scopes: z
      .array(scope)
      .optional()
      .describe(
        "What people are asked to let be known, by Argo CD and Grafana. Default: openid, profile, email, " +
          "and groups where the provider has that scope.",
      ),
  })
  .optional()
  .describe("Login through OpenID Connect for the tools that have none of their own.");
