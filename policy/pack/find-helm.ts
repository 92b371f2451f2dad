import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Path of a Helm: the project's own toolchain has both majors, elsewhere one on PATH must do.
 *
 * @param name `helm3` or `helm4`.
 */
export function findHelm(name: "helm3" | "helm4", localFolder: string): string {
  const own = join(localFolder, "toolchain", "bin", name);
  if (existsSync(own)) return own;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = [name, "helm"].flatMap((each) => folders.map((folder) => join(folder, each)));
  // Helm's own absence is told with the chart that it cannot render.
  return onPath.find((each) => existsSync(each)) ?? name;
}
