import { oidcProviderFacts, oidcProviders, withoutSlash } from "../oidc-providers.ts";
import { show, valueAt } from "../problem.ts";
import type { Raw, Report } from "./findings.ts";
import { checkList } from "./services.ts";

/** An issuer that is its provider's, one source of addresses, and scopes that give a login. */
export function checkOidc(raw: Raw, report: Report): void {
  const oidc = raw["oidc"];
  const provider = oidcProviders.find((each) => each === valueAt(oidc, ["provider"]));
  const issuer = valueAt(oidc, ["issuer"]);
  if (provider !== undefined && typeof issuer === "string" && issuer.startsWith("https:")) {
    const { issuer: form, example } = oidcProviderFacts[provider];
    if (!form.test(withoutSlash(issuer))) {
      report(
        ["oidc", "issuer"],
        `must be one of ${provider}, such as ${example} (found ${show(issuer)}). ` +
          "Correct it, or give endpoints in place of provider.",
      );
    }
  }
  if (provider !== undefined && valueAt(oidc, ["endpoints"]) !== undefined) {
    report(
      ["oidc", "endpoints"],
      `must not stand beside provider, from which they follow (found provider: ${provider}). Remove one of the two.`,
    );
  }
  checkScopes(valueAt(oidc, ["scopes"]), report);
}

function checkScopes(scopes: unknown, report: Report): void {
  checkList(scopes, ["oidc", "scopes"], report);
  if (!Array.isArray(scopes) || scopes.includes("openid")) return;
  report(
    ["oidc", "scopes"],
    `must have openid among them, without which nobody is told who logs in (found ${scopes.join(", ")}). Add it.`,
  );
}
