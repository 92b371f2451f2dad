import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { crdSources } from "../../toolchain/crds.ts";
import { layout } from "../../toolchain/layout.ts";
import { tools } from "../../toolchain/tools.ts";
import type { Progress } from "../../toolchain/progress.ts";

/** A machine without any of our tools: an empty checkout, a home, and a PATH folder to fill. */
export class FakeMachine {
  readonly folder = mkdtempSync(path.join(tmpdir(), "toolchain-"));
  readonly layout = layout(path.join(this.folder, "checkout"));
  readonly bin = path.join(this.folder, "bin");
  /** Every line that was shown. */
  readonly lines: string[] = [];

  constructor() {
    mkdirSync(this.bin);
  }

  /** PATH holds the machine's own folder and the system's basics, where no tool of ours is. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: `${this.bin}:/usr/bin:/bin`, HOME: path.join(this.folder, "home") };
  }

  get progress(): Progress {
    return {
      line: (text) => {
        this.lines.push(text);
      },
      step: (text, work) => {
        this.lines.push(text);
        return work(() => undefined);
      },
    };
  }

  /** An executable `name` in `folder` that runs `script` with sh; its path. */
  install(name: string, script: string, folder = this.bin): string {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** A Go that "builds" by writing a script, notes what it was asked for, and may fail on `failing`. */
  installGo({ failing = "none", version = "go1.26.8", toolchain = "auto" } = {}): void {
    this.#writeModules();
    this.#writePatchedFiles();
    this.install(
      "go",
      `
case "$1" in
  env) echo ${version}; echo ${toolchain}; exit ;;
  mod) module=\${4%@*}; echo "{\\"Path\\": \\"$module\\", \\"Dir\\": \\"${this.folder}/modules/$module\\"}"; exit ;;
esac
for argument; do last=$argument; done
echo "$last" >> ${this.folder}/built
case "$last" in *${failing}*) echo "cannot find the one thing needed" >&2; exit 1 ;; esac
while [ "$1" != -o ]; do shift; done
echo '#!/bin/sh' > "$2" && chmod +x "$2"`,
    );
  }

  /** The packages that Go was asked to build, in order. */
  get built(): string[] {
    try {
      return readFileSync(path.join(this.folder, "built"), "utf8").trim().split("\n");
    } catch {
      return [];
    }
  }

  /** One CustomResourceDefinition and something else in each module. */
  #writeModules(): void {
    for (const { name, module, path: place } of crdSources) {
      const at = path.join(this.folder, "modules", module, place);
      const file = at.endsWith(".yaml") ? at : path.join(at, "all.yaml");
      mkdirSync(path.dirname(file), { recursive: true });
      const crd = `kind: CustomResourceDefinition\nmetadata:\n  name: things.${name}\n`;
      writeFileSync(file, `kind: Namespace\nmetadata:\n  name: other\n---\n${crd}`);
    }
  }

  /** The files that a patch changes, as upstream has them. */
  #writePatchedFiles(): void {
    for (const { patch } of tools) {
      for (const name of patch?.files ?? []) {
        const file = path.join(this.folder, "modules", patch?.module ?? "", name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, `package upstream\nconst address = ${patch?.from ?? ""}\n`);
      }
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
