/** The command that sets one secret: `./msa secrets set production registry/password`. */
export function setCommand(environment: string, name: string): string {
  return `./msa secrets set ${environment} ${name}`;
}
