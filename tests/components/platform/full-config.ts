import type { Addons, Config } from "../../../config/model.ts";
import { managementTools } from "../../../config/platform-model.ts";
import { sampleAddons, sampleConfig, sampleOidc } from "../../support/sample-config.ts";

/** Every add-on, installed by this stack unless a test says otherwise; certificates over ACME. */
export function fullAddons(overrides: Partial<Addons> = {}): Addons {
  const there = sampleAddons();
  const { istio } = there;
  const installed = Object.fromEntries(
    Object.entries({ ...there, oauth2Proxy: { install: true, namespace: "management" } }).map(
      ([name, addon]) => [name, "install" in addon ? { ...addon, install: true } : addon],
    ),
  ) as unknown as Addons;
  return {
    ...installed,
    ...(istio !== undefined && { istio: { ...istio, install: true, makesGateway: true } }),
    certManager: {
      install: true,
      namespace: "cert-manager",
      issuer: { kind: "acme", server: "https://acme.example.com", email: "a@example.com" },
    },
    ...overrides,
  };
}

const everyChannel: Config["notifications"]["transports"] = {
  slack: { apiUrl: "https://slack.com/api/chat.postMessage" },
  email: { host: "smtp.example.com", port: 465, from: "msa@example.com", tls: "implicit" },
  teams: ["commerce"],
};

/** A stack that installs everything, leads to every tool and tells people by every channel. */
export function fullConfig(overrides: Partial<Config> = {}): Config {
  return sampleConfig({
    addons: fullAddons(),
    oidc: sampleOidc,
    tools: managementTools.map((name) => ({
      name,
      host: `${name}.example.com`,
      login: "own",
      routed: true,
      service: { name, namespace: name, port: 80 },
    })),
    notifications: { transports: everyChannel, environments: [] },
    ...overrides,
  });
}
