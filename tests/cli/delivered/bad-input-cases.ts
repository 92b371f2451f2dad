import { history } from "../../../cli/commands/history.ts";
import {
  type BadInput,
  deploying,
  rolling,
  promoting,
  verifiedAs,
  held,
  heldIn,
  broken,
  wrong,
  replicas,
  services,
  misspelt,
  noBranch,
  toElsewhere,
  nobody,
  whoAreYou,
  version,
} from "./bad-input-parts.ts";

/** Each ends with exit code 2, and nothing written. */
export const badInputs: readonly BadInput[] = [
  {
    title: "deploy: a service that is not there",
    run: deploying("user-servic"),
    message: misspelt,
  },
  {
    title: "deploy: a service of another form",
    run: deploying("*", { version }),
    message: `service: there is no service "*". ${services}`,
  },
  {
    title: "deploy: a version that is none",
    run: deploying("user-service", { version: "latest" }),
    message: wrong(
      'services.user-service.version: must be an exact version such as 1.4.2 (found "latest"). A name that moves cannot be rolled back to; write the version it means.',
    ),
  },
  {
    title: "deploy: an empty version",
    run: deploying("user-service", { version: "" }),
    message: wrong(
      'services.user-service.version: must be an exact version such as 1.4.2 (found ""). Choose one version of the range.',
    ),
  },
  {
    title: "deploy: a version of two numbers, to all",
    run: deploying("order-service", { version: "1.4" }),
    message: wrong(
      'services.order-service.version: must be an exact version such as 1.4.2 (found "1.4"). Write all three numbers.',
    ),
  },
  {
    title: "deploy: a digest that is none",
    run: deploying("user-service", { version, digest: "abc" }),
    message: wrong(
      'services.user-service.digest: must be sha256: and 64 digits of 0-9 and a-f (found "abc"). Copy it from the registry, or remove the line.',
    ),
  },
  {
    title: "deploy: one digest for all",
    run: deploying("all", { version, digest: "abc" }),
    message:
      "--digest: names the image of one service (found all). Deploy that one: ./msa deploy <environment> <service> --digest <digest>",
  },
  {
    title: "deploy: a commit of nothing",
    run: deploying("user-service", { commit: true }),
    message:
      "--commit: there is no change to put on a branch (found neither --version nor --digest). Add one, or leave it out to bring what is declared.",
  },
  {
    title: "deploy: a pull request of nothing",
    run: deploying("all", { pr: true }),
    message:
      "--pr: there is no change to put on a branch (found neither --version nor --digest). Add one, or leave it out to bring what is declared.",
  },
  {
    title: "deploy: a held service",
    given: held("staging"),
    run: deploying("user-service", { version }),
    message: heldIn("staging"),
  },
  {
    title: "deploy: all of them, one held",
    given: held("staging"),
    run: deploying("all", { version }),
    message: heldIn("staging"),
  },
  {
    title: "deploy: a stack file that is wrong",
    given: broken,
    run: deploying("user-service", { version }),
    message: replicas,
  },
  {
    title: "deploy: a commit where the branch is missing",
    given: toElsewhere,
    run: deploying("user-service", { version, commit: true }),
    message: `${noBranch("--commit", "none here, none on origin")}). Make it: git branch elsewhere, or fetch it: git fetch origin elsewhere`,
  },
  {
    title: "deploy: a pull request where the branch is missing",
    given: toElsewhere,
    run: deploying("user-service", { version, pr: true }),
    message: `${noBranch("--pr", "none on origin, none here")}). Make it: git push origin HEAD:elsewhere`,
  },
  {
    title: "deploy: a commit of nobody",
    given: nobody,
    run: deploying("user-service", { version, commit: true }),
    message: whoAreYou,
  },
  {
    title: "deploy: a pull request of nobody",
    given: nobody,
    run: deploying("user-service", { version, pr: true }),
    message: whoAreYou,
  },
  {
    title: "deploy: a commit from another branch",
    run: deploying("user-service", { version, commit: true }),
    message:
      "--commit: staging is what the branch staging holds, and another one is checked out. Run it there (git switch staging), or propose the change with --pr.",
  },
  {
    title: "deploy: more than was named",
    run: deploying("user-service"),
    message:
      "staging: 1 thing beyond the named Applications would change too, so nothing was changed:\n  update Application x\n" +
      "Look at it (./msa preview), and add --platform to have all of it applied.",
  },
  {
    title: "history: a service that is not there",
    run: (repository) => history("staging", "user-servic", repository),
    message: misspelt,
  },
  {
    title: "history: a stack file that is wrong",
    given: broken,
    run: (repository) => history("staging", "user-service", repository),
    message: replicas,
  },
  {
    title: "rollback: a service that is not there",
    run: rolling("user-servic"),
    message: misspelt,
  },
  {
    title: "rollback: a stack file that is wrong",
    given: broken,
    run: rolling("user-service"),
    message: replicas,
  },
  {
    title: "rollback: nothing to go back to",
    run: rolling("user-service"),
    message:
      "user-service: nothing before 1.0.0 was verified in staging, so there is nothing safe to go back to. " +
      "See what there was: ./msa history staging user-service; or deploy a version: ./msa deploy staging user-service --version <version>",
  },
  {
    title: "rollback: a revision that is not there",
    run: rolling("user-service", { revision: "9" }),
    message:
      'revision: user-service has none "9" in staging. Give a number from 1 to 1, or the commit of one: ./msa history staging user-service',
  },
  {
    title: "rollback: a revision that is no number and no commit",
    run: rolling("user-service", { revision: "latest" }),
    message:
      'revision: user-service has none "latest" in staging. Give a number from 1 to 1, or the commit of one: ./msa history staging user-service',
  },
  {
    title: "rollback: a commit that is none of the service's",
    run: rolling("user-service", { revision: "0123abcd" }),
    message:
      'revision: user-service has none "0123abcd" in staging. Give a number from 1 to 1, or the commit of one: ./msa history staging user-service',
  },
  {
    title: "rollback: a revision that never came",
    run: rolling("user-service", { revision: "1" }),
    message: "revision: 1 (1.0.0) of user-service was never verified in staging. None was.",
  },
  {
    title: "rollback: to what is declared",
    given: verifiedAs("1.0.0"),
    run: rolling("user-service", { revision: "1" }),
    message:
      "revision: 1 (1.0.0) of user-service is what staging declares now. Bring it there: ./msa deploy staging user-service",
  },
  {
    title: "rollback: at once and by a pull request",
    run: rolling("user-service", { now: true, pr: true }),
    message:
      "--now: changes the cluster at once, and --pr changes nothing there. Leave one of the two out.",
  },
  {
    title: "promote: to where it comes from",
    run: promoting({ to: "staging", all: true }),
    message: "--to: must be another environment than --from (found staging twice). Correct one.",
  },
  {
    title: "promote: nothing named",
    run: promoting({}),
    message: "services: none is named. Name them, or say --all for every service.",
  },
  {
    title: "promote: all and one",
    run: promoting({ all: true, services: ["user-service"] }),
    message: "--all: means every service (found names too). Leave one of the two out.",
  },
  {
    title: "promote: to a cluster and by a pull request",
    run: promoting({ all: true, pr: true, apply: true }),
    message:
      "--apply: changes the cluster, and --pr changes nothing there. Leave one of the two out.",
  },
  {
    title: "promote: a push of nothing",
    run: promoting({ all: true, push: true }),
    message: "--push: there is nothing to push without a commit. Add --commit, or use --pr.",
  },
  {
    title: "promote: a service that is not there",
    run: promoting({ services: ["user-servic"] }),
    message: misspelt,
  },
  {
    title: "promote: what nobody verified",
    run: promoting({ all: true }),
    message:
      "staging: nothing is verified there (found no tag verified/staging/…). Fetch the tags: git fetch --tags origin; or deploy and verify: ./msa deploy staging all",
  },
  {
    title: "promote: what is declared and not verified",
    given: verifiedAs("0.9.0"),
    run: promoting({ services: ["user-service"] }),
    message:
      "staging: 1 of 1 services are not verified as declared, so nothing was changed:\n" +
      "  user-service: declared 1.0.0, verified 0.9.0 (verified/staging/1)\nDeploy and verify first: ./msa deploy staging user-service",
  },
  {
    title: "promote: what the target holds",
    given: held("production"),
    run: promoting({ services: ["user-service"] }),
    message: heldIn("production"),
  },
];
