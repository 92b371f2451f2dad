/** Label of everything that one run makes; its value is the run's name. */
export const runLabel = "msa-gitops/verification";

/** Name of the container that asks; its log is the result. */
export const containerName = "checks";
