import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { JobArguments } from "./job/arguments.ts";
import { VerificationJob } from "./job/verification-job.ts";

// Everything comes from ./msa verify --inside, which runs this on a state that it throws away.
const args = new pulumi.Config().requireObject<JobArguments>("job");
const provider = new k8s.Provider("cluster", { context: args.context });
new VerificationJob(args.name, args, { providers: { kubernetes: provider } });
