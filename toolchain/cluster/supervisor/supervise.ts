import { messageOf } from "../errors.ts";
import { connect } from "../api.ts";
import { readUid } from "../objects/create.ts";
import { layoutOf } from "../layout.ts";
import { groupsOf } from "../parts/order.ts";
import { PodCrew } from "../pods/pod-crew.ts";
import type { PartContext } from "../parts/part.ts";
import { keptPorts } from "../ports.ts";
import { contextOf } from "../prepare.ts";
import { readSpecFile } from "../spec-file.ts";
import { Crew } from "./crew.ts";
import { StatusBoard } from "./status-board.ts";

/**
 * Runs the cluster described in `specFile` until SIGTERM or SIGINT.
 * @returns the exit code: 1 when a part did not come up; all others are stopped again then.
 */
export async function superviseFrom(specFile: string): Promise<number> {
  const { spec, digest } = await readSpecFile(specFile);
  const context = contextOf(spec, await keptPorts(layoutOf(spec.folder)));
  const groups = groupsOf(context);
  const board = new StatusBoard(context, digest, groups.flat().length);
  const crew = new Crew(context, board);
  const podCrew = new PodCrew(context, board);
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        crew.abandon();
        podCrew.abandon();
        resolve();
      });
    }
  });
  try {
    for (const group of groups) await crew.start(group);
    await podCrew.start();
    board.running(await uidOf(context));
  } catch (error) {
    const phase = crew.abandoned ? "stopped" : "failed";
    await podCrew.stop();
    await crew.stop();
    board.ended(phase, messageOf(error));
    return 1;
  }
  await asked;
  await podCrew.stop();
  await crew.stop();
  board.ended("stopped");
  return 0;
}

async function uidOf({ ports, certificates }: PartContext): Promise<string> {
  const api = await connect(ports["kube-apiserver"], certificates);
  try {
    return await readUid(api);
  } finally {
    api.close();
  }
}
