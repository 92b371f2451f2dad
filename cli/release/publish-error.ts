import { CliError } from "../errors.ts";

/** A chart repository refuses, or has another content under a version. */
export class PublishError extends CliError {}
