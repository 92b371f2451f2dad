import { generateKeyPairSync, randomBytes } from "node:crypto";

import type { Canary } from "./leak-forms.ts";

/** Words that nobody else writes. */
const random = (bytes: number) => randomBytes(bytes).toString("hex");

/** What the services of a stack read: one is short, the others have what shells, JSON and URLs read as signs. */
function servicesValues() {
  return {
    "services/order-service/database/username": `~${random(3)}`,
    "services/order-service/database/password": `비밀번호-ñ-${random(8)}-😀`,
    "services/product-service/database/username": `"{\\${random(8)}}</b>&[]`,
    "services/product-service/database/password": `postgres://a:${random(8)}@db:5432/x?ssl=1&y=%20`,
    "services/user-service/database/username": `--password=${random(8)}`,
    "services/user-service/database/password": `four word's pass "${random(8)}"`,
  };
}

/** `msa:secrets` of a local run, which has neither a registry's login nor repositories. */
export const localValues = {
  ...servicesValues(),
  "notifications/slack/token": `xoxb-${random(12)}`,
  "notifications/email/password": `mail$HOME\${x}$(y)${random(8)}`,
  "notifications/teams/identity": `https://a.environment.api.powerplatform.com:443/powerautomate/x?sig=${random(8)}&v=1`,
  "oidc/client-secret": `${randomBytes(18).toString("base64")}+/==`,
};

/** What takes the place of one of these. */
export const rotatedPassword = `zwei-${random(8)}-{{ .Values }}`;

/** Of a secret whose Secret somebody else has made. */
export const foreignValue = `§${random(8)} %s %v`;

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** `msa:secrets` of a real stack. */
export const realValues = {
  ...servicesValues(),
  "registry/password": `$a$${random(8)}$$b`,
  "repositories/charts/password": `p@/:?#[]%25+ ${random(8)}`,
  "repositories/deploy/ssh-key": privateKey.trimEnd(),
};

/** What is never taken, and no more to be seen than what is. */
export const refusedValues = { token: `xoxp-${random(12)}`, name: `hunter2-${random(8)}` };

function canariesOf(stack: string, values: Readonly<Record<string, string>>): Canary[] {
  return Object.entries(values).map(([name, value]) => ({ name: `${stack} ${name}`, value }));
}

export const canaries: readonly Canary[] = [
  ...canariesOf("development", localValues),
  ...canariesOf("production", realValues),
  ...canariesOf("elsewhere", { ...refusedValues, foreignValue, rotatedPassword }),
];

/** The one Secret that may hold a value, by its name under `msa:secrets`. */
const homes: readonly (readonly [RegExp, string])[] = [
  [/^development services\/([\w-]+)\/(\w+)\/.+$/, "Secret microservices-dev/$1-$2"],
  [/^development notifications\/.+$/, "Secret monitoring/alertmanager-channels"],
  [/^development oidc\/.+$/, "Secret argocd/oidc"],
  [/^production services\/([\w-]+)\/(\w+)\/.+$/, "Secret microservices/$1-$2"],
  [/^production registry\/.+$/, "Secret microservices/registry-login"],
  [/^production repositories\/([\w-]+)\/.+$/, "Secret argocd/msa-production-repository-$1"],
];

/** `<canary>: <Secret>` for each one of a stack that is on the cluster as it should be. */
export function atHome(stack: "development" | "production"): string[] {
  return canaries
    .filter(({ name }) => name.startsWith(stack))
    .map(({ name }) => {
      const [pattern, home] = homes.find(([each]) => each.test(name)) ?? [/^/, ""];
      return `${name}: ${name.replace(pattern, home)}`;
    });
}
