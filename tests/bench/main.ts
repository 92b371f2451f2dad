import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { environments } from "../../config/model.ts";
import { medianOfThree, measure, printMeasured } from "./measure.ts";

// `make bench`: everything in one run on one machine, so that the ratios can be compared between machines.

const folder = mkdtempSync(join(tmpdir(), "msa-bench-"));
process.env.MSA_LOCAL_FOLDER = join(folder, "local");

// Read only now: the modules take the folder when they are loaded.
const { root } = await import("../../cli/paths.ts");
const { benchEngine } = await import("./engine.ts");
const { benchPolicies } = await import("./policies.ts");
const { benchPreview } = await import("./preview.ts");

const msa = join(root, "msa");
const own = { cwd: root, env: process.env };
const inNode = (script: string) => () =>
  measure(process.execPath, ["--input-type=module", "-e", script], own);

/** The bench's parts by name; `make bench PARTS="programs engine"` runs some of them. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  programs: async () => {
    const bare = await medianOfThree(inNode(""));
    printMeasured("Node, nothing", bare);
    const load =
      'await import("./config/parse.ts"); await import("@pulumi/pulumi"); await import("@pulumi/kubernetes")';
    printMeasured("Node, what the program imports", await medianOfThree(inNode(load)), bare);
    for (const environment of environments) {
      const record = `const { recordStack } = await import("./recorder/record-stack.ts");
        await recordStack({ projectFile: "Pulumi.yaml", stackFile: "Pulumi.${environment}.yaml", stack: "${environment}" }); process.exit()`;
      printMeasured(`record ${environment}`, await medianOfThree(inNode(record)), bare);
    }
  },
  engine: () => benchEngine(printMeasured),
  up: async () => {
    const first = await measure(msa, ["up"], own);
    printMeasured("make up, first", first);
    printMeasured("make up, second", await measure(msa, ["up"], own), first);
    await measure(msa, ["down"], own);
  },
  policies: () => benchPolicies(printMeasured),
  preview: () => benchPreview(printMeasured),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  throw new Error(
    `PARTS: no such part (found ${unknown.join(", ")}). Name some of ${Object.keys(parts).join(", ")}.`,
  );
}
try {
  console.log(`${"".padEnd(44)}${"time".padStart(9)}${"ratio".padStart(8)}${"peak".padStart(10)}`);
  for (const [name, run] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) await run();
  }
} finally {
  await measure(msa, ["down"], own);
  rmSync(folder, { recursive: true, force: true });
}
