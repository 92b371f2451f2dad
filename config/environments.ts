import { environments, type Environment } from "./model.ts";
import { all, didYouMean } from "./suggest.ts";

export { suggest } from "./suggest.ts";

/** True when `word` is exactly the name of an environment. */
export function isEnvironment(word: string): word is Environment {
  return (environments as readonly string[]).includes(word);
}

/**
 * What to tell a user who named an environment that does not exist:
 * `there is no environment "prod". Did you mean "production"? Environments are …`.
 */
export function noSuchEnvironment(word: string): string {
  const meant = didYouMean(word, environments);
  return `there is no environment ${JSON.stringify(word)}.${meant} Environments are ${all(environments)}.`;
}

/** Environments that real users depend on: they are destroyed only by who says so twice. */
const protectedOnes: readonly Environment[] = ["production"];

/** True when an environment is protected from being destroyed by mistake. */
export function isProtected(environment: Environment): boolean {
  return protectedOnes.includes(environment);
}
