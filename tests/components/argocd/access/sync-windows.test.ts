import assert from "node:assert/strict";

import { projectWindows } from "../../../../components/argocd/access/sync-windows.ts";
import type { SyncWindow } from "../../../../config/model.ts";

const night: SyncWindow = {
  kind: "deny",
  schedule: "0 22 * * *",
  duration: "8h",
  timeZone: "Asia/Seoul",
  services: [],
  manualSync: true,
};
const names = {
  namespace: "microservices",
  applicationOf: (service: string) => `${service}-production`,
};

describe("projectWindows", () => {
  it("means every service by their namespace, so that a later one is meant too", () => {
    assert.deepEqual(projectWindows([night], names), [
      {
        kind: "deny",
        schedule: "0 22 * * *",
        duration: "8h",
        timeZone: "Asia/Seoul",
        manualSync: true,
        namespaces: ["microservices"],
      },
    ]);
  });

  it("means single services by their Applications, and says why", () => {
    const [window] = projectWindows(
      [{ ...night, services: ["user-service"], description: "Nobody is up." }],
      names,
    );
    assert.deepEqual(window?.applications, ["user-service-production"]);
    assert.equal(window.namespaces, undefined);
    assert.equal(window.description, "Nobody is up.");
  });
});
