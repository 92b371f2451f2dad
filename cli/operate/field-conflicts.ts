/** The provider's words about one object (pulumi-kubernetes, await and SSA errors). */
const object = /reported that "([^"]+)" failed to fully initialize or become live/;
/** The API server's words about each that owns fields (apimachinery, managedfields, NewConflictError). */
const owner = /conflicts? with "([^"]+)"[^:]*:\s*((?:-?\s*\.\S+\s*)+)/g;

/**
 * The fields that somebody has set by hand and that the engine therefore refuses to set, from its message;
 * empty when it failed over something else.
 */
export function fieldConflicts(message: string): string[] {
  // One error each; what comes before the first is about none.
  const errors = message.split(/(?=^.*reported that ")/m).filter((each) => object.test(each));
  return errors.flatMap((error) => {
    const name = object.exec(error)?.[1] ?? "";
    return [...error.matchAll(owner)].map(([, who = "", fields = ""]) => {
      const each = [...fields.matchAll(/\.\S+/g)].map(([field]) => field);
      return `${name}: ${each.join(", ")} was set by hand (by ${who})`;
    });
  });
}
