import type { Recording } from "../../recorder/recording.ts";
import { recordStack } from "../../recorder/record-stack.ts";
import { projectFile, stackFile } from "../paths.ts";
import type { PicturedDashboard } from "./dashboard-picture/model.ts";
import { dashboardPicture } from "./dashboard-picture/picture.ts";

/** Dashboards with a picture in docs/dashboards, by uid. */
const uids = ["msa-overview", "service-performance", "infrastructure"] as const;

let recorded: Promise<Recording> | undefined;

/** The program of production, run once for all pictures. */
function production(): Promise<Recording> {
  recorded ??= recordStack({
    projectFile,
    stackFile: stackFile("production"),
    stack: "production",
  });
  return recorded;
}

/**
 * A dashboard as the program hands it to Grafana: in a ConfigMap, under `<uid>.json`.
 *
 * @throws Error when the program makes no such ConfigMap.
 */
export function dashboardIn(recording: Recording, uid: string): PicturedDashboard {
  const texts = recording.resources
    .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
    .map(({ inputs }) => (inputs["data"] as Record<string, string> | undefined)?.[`${uid}.json`]);
  const text = texts.find((candidate) => candidate !== undefined);
  if (text === undefined) {
    throw new Error(
      `${uid}: ${recording.environment} makes no ConfigMap with this dashboard. Install Grafana there, or take the picture out of cli/reference/dashboard-pictures.ts.`,
    );
  }
  return JSON.parse(text) as PicturedDashboard;
}

/** The generated pictures, as `npm run generate` takes its files. */
export const dashboardPictures = uids.map((uid) => ({
  file: `docs/dashboards/${uid}.svg`,
  make: async () => dashboardPicture(dashboardIn(await production(), uid)),
}));
