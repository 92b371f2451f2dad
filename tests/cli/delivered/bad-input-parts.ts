import { deploy } from "../../../cli/commands/deploy.ts";
import { promote } from "../../../cli/commands/promote.ts";
import { rollback } from "../../../cli/commands/rollback.ts";
import { writeVerified } from "../../../cli/delivered/verified.ts";
import { fakePorts, fakeSteps } from "./fake-steps.ts";
import type { ProjectRepository } from "./project-repository.ts";

export type Run = (repository: ProjectRepository) => Promise<unknown>;
export type Prepare = (repository: ProjectRepository) => unknown;

/** A call with bad input, and the message it must give. */
export interface BadInput {
  readonly title: string;
  readonly run: Run;
  readonly message: string;
  /** Done before what counts as "nothing was written" begins. */
  readonly given?: Prepare;
}

const steps = (repository: ProjectRepository) =>
  fakeSteps(repository, ["update Application x"]).steps;
export const deploying =
  (service: string, options: Parameters<typeof deploy>[2] = {}): Run =>
  (repository) =>
    deploy("staging", service, options, fakePorts().ports, repository, steps(repository));
export const rolling =
  (service: string, options: Parameters<typeof rollback>[2] = {}): Run =>
  (repository) =>
    rollback("staging", service, options, fakePorts().ports, repository, steps(repository));
export const promoting =
  (options: Partial<Parameters<typeof promote>[0]>): Run =>
  (repository) => {
    const places = { from: "staging", to: "production", services: [] } as const;
    const ports = { ...fakePorts().ports, showPlan: () => undefined };
    return promote({ ...places, ...options }, ports, repository, steps(repository));
  };

export const verifiedAs =
  (version: string): Prepare =>
  (repository) =>
    writeVerified(repository, {
      environment: "staging",
      time: "2026-02-01T10:00:00.000Z",
      commit: repository.git("rev-parse", "HEAD"),
      chart: "1.1.0",
      services: {
        "user-service": { version, chart: "c", values: "v", entry: { version } },
      },
      checks: [],
    });
export const held =
  (environment: string): Prepare =>
  async (repository) => {
    await verifiedAs("1.0.0")(repository);
    repository.edit(
      `Pulumi.${environment}.yaml`,
      "user-service: { version: 1.0.0 }",
      'user-service: { version: 1.0.0, hold: { reason: "loses orders", by: "kim", since: "2026-11-23T09:30:00Z" } }',
    );
  };
export const heldIn = (environment: string) =>
  `user-service: is held in ${environment} (found "loses orders", by kim since 2026-11-23T09:30:00Z). ` +
  `When that is over: ./msa hold release ${environment} user-service`;
export const broken: Prepare = (repository) => {
  repository.edit("Pulumi.staging.yaml", "replicas: 2", "replicas: 0");
};
export const wrong = (what: string) => `Pulumi.staging.yaml has 1 problem:\n  ${what}`;
export const replicas = wrong(
  "profile.replicas: must be at least 1 (found 0). Write a whole number from 1 to 100.",
);
export const services =
  "Services are notification-service, order-service, product-service, user-service; they are listed under catalogue in Pulumi.yaml.";
export const misspelt = `service: there is no service "user-servic". Did you mean "user-service"? ${services}`;
export const noBranch = (flag: string, advice: string) =>
  `${flag}: there is no branch elsewhere, which staging follows (found ${advice}`;
export const toElsewhere: Prepare = (repository) => {
  repository.edit("Pulumi.staging.yaml", "msa:branch: staging", "msa:branch: elsewhere");
};
export const nobody: Prepare = (repository) => {
  repository.git("config", "user.useConfigOnly", "true");
  repository.git("config", "--global", "--unset", "user.email");
};
export const whoAreYou =
  "git: does not know who you are (no email was given and auto-detection is disabled). " +
  'Tell it: git config user.name "<your name>" and git config user.email <your address>';
export const version = "1.4.2";
