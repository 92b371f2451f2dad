import { z } from "zod";
import { emailAddress } from "./email.ts";
import { kubernetesName } from "./names.ts";
import { httpsUrl } from "./url.ts";

/** https://letsencrypt.org/docs/acme-protocol-updates/ */
const letsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

const acme = z
  .strictObject({
    email: emailAddress("Told when a certificate is about to expire."),
    server: httpsUrl("Directory of the authority.", letsEncrypt).default(letsEncrypt),
    dns01: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "Solver of DNS-01 in cert-manager's own words, such as `{ cloudflare: { apiTokenSecretRef: … } }`. " +
          "Default: HTTP-01 through the gateway.",
      ),
  })
  .describe("An authority that speaks ACME, such as Let's Encrypt.");

/** Exactly one of its keys is set; the check for that is `checkPlatform`. */
export const certificateIssuer = z
  .strictObject({
    acme: acme.optional(),
    ca: z
      .strictObject({
        secretName: kubernetesName({
          description: "Secret in cert-manager's namespace with tls.crt and tls.key.",
          example: "company-ca",
        }),
      })
      .optional()
      .describe("An authority of our own."),
    selfSigned: z
      .strictObject({})
      .optional()
      .describe("Signed by itself; browsers warn. For clusters that nobody else sees."),
    existing: z
      .strictObject({
        name: kubernetesName({ description: "Name of the ClusterIssuer.", example: "letsencrypt" }),
      })
      .optional()
      .describe("A ClusterIssuer that exists."),
  })
  .optional()
  .describe("Who signs the certificates: one of the four. Default: selfSigned.");
