import { PolicyPack } from "@pulumi/policy";

import { convertOnce } from "./pack/convert-once.ts";
import { engineStack, type EngineStack } from "./pack/engine-stack.ts";
import { packSession } from "./pack/environment.ts";
import { policies } from "./pack/policies.ts";
import { listenToEngine } from "./pack/requests.ts";
import { rules } from "./rules.ts";

let told: EngineStack | undefined;
listenToEngine({
  configureStack: (request) => {
    told = engineStack(request);
  },
  analyze: convertOnce,
  remediate: convertOnce,
  analyzeStack: (request) => {
    request.getResourcesList().forEach(convertOnce);
  },
});

new PolicyPack("msa-policy", {
  description: "What the program declares and what its charts will render, by the same rules.",
  policies: policies(rules, () => {
    if (told === undefined) {
      throw new Error(
        "The engine has not told the pack its stack. Use the Pulumi CLI that package.json pins.",
      );
    }
    return packSession(import.meta.dirname, told);
  }),
});
