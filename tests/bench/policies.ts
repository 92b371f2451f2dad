import { join } from "node:path";

import { root } from "../../cli/paths.ts";
import { medianOfThree, measure, type Print } from "./measure.ts";
import { addServices, commandIn, previewSubject } from "./preview.ts";

const judgeServices = join(root, "tests/bench/judge-services.ts");

/** Measures what judging costs: the rules alone as the services grow, then with the rendering of every object. */
export async function benchPolicies(print: Print): Promise<void> {
  const judged = (services: number) =>
    medianOfThree(() =>
      measure(process.execPath, [judgeServices, String(services)], {
        cwd: root,
        env: process.env,
      }),
    );
  const few = await judged(50);
  print("rules alone, 50 services", few);
  for (const services of [100, 200, 400]) {
    print(`rules alone, ${services} services`, await judged(services), few);
  }
  const subject = await previewSubject();
  const check = () => commandIn(subject.checkout, "policy", "check", "production");
  try {
    await check(); // fetches the charts
    const four = await check();
    print("policy check production, 4 services, again", four);
    addServices(subject.checkout, 200);
    print("policy check production, 200 services", await check(), four);
    print("policy check production, 200, again", await check(), four);
  } finally {
    await subject.remove();
  }
}
