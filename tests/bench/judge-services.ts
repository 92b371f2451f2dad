import { judge } from "../../policy/judge.ts";
import { noExemptions } from "../../policy/exemptions/exemption.ts";
import { rules } from "../../policy/rules.ts";
import type { Stack } from "../../policy/model/stack.ts";
import type { Service } from "../../config/model.ts";
import { goodDraft, stackOf } from "../policy/good-stack.ts";

// `node tests/bench/judge-services.ts 200`: judges a made-up stack with so many services, by the rules alone.

const terms = { policy: {}, exemptions: noExemptions, today: "2026-11-23" };
const perService = ["deployment", "hpa", "pdb", "service", "account", "policy", "destination"];
const more = ["route", "monitor", "callers", "application"];

/** The good stack with its service as many times as asked, each under a name of its own. */
function stackWith(services: number): Stack {
  const { config, ...entries } = goodDraft();
  const base = stackOf({ config, ...entries });
  const all: Record<string, unknown> = { ...entries };
  const [service] = base.config.services;
  const named: Service[] = [];
  for (let number = 0; number < services; number += 1) {
    const name = `user-service-${number}`;
    for (const key of [...perService, ...more]) {
      const text = JSON.stringify(entries[key]).replaceAll("user-service", name);
      all[`${key}-${number}`] = JSON.parse(text);
    }
    if (service !== undefined)
      named.push({ ...service, name, applicationName: `${name}-production` });
  }
  return stackOf({
    ...all,
    config: { ...base.config, services: [...base.config.services, ...named] },
  });
}

const services = Number(process.argv[2]);
const { objects, violations } = judge(stackWith(services), rules, terms);
console.log(`${services} services, ${objects} objects, ${violations.length} violations`);
