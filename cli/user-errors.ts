import { ConfigError } from "../config/config-error.ts";
import { ChartFetchError } from "../manifests/fetch-chart.ts";
import { HelmError } from "../manifests/helm.ts";
import { RenderError } from "../manifests/render.ts";
import { ExemptionError } from "../policy/exemptions/parse.ts";
import { RecordError } from "../recorder/record.ts";
import { ToolchainError } from "../toolchain/errors.ts";
import { CliError, exitCodes } from "./errors.ts";

/** Errors of other folders whose message is already written for the person at the keyboard. */
const forThePerson = [
  ToolchainError,
  ChartFetchError,
  RenderError,
  HelmError,
  RecordError,
  ExemptionError,
];

/** The same error for the person, with its exit code; undefined when it is a defect of ours. */
export function forPerson(error: unknown): CliError | undefined {
  if (error instanceof CliError) {
    return error;
  }
  if (error instanceof ConfigError) {
    return new CliError(error.message, exitCodes.badInput);
  }
  return forThePerson.some((known) => error instanceof known)
    ? new CliError((error as Error).message)
    : undefined;
}
