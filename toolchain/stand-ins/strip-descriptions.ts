/**
 * Takes the `description` texts out of a CustomResourceDefinition, so that a release with many of them fits
 * into the one Secret, at most 1 MiB, in which Helm keeps it.
 *
 * Works on lines, since reading and writing nine megabytes of YAML takes seconds. A property that is itself
 * called `description` has nothing behind its colon, and stays.
 */
export function stripDescriptions(yaml: string): string {
  const kept: string[] = [];
  /** Indentation of the text that is being left out; -1 when none is. */
  let leaving = -1;
  for (const line of yaml.split("\n")) {
    const indentation = line.search(/\S/);
    if (leaving !== -1 && (indentation === -1 || indentation > leaving)) {
      continue;
    }
    const found = /^( *)(- )?description: \S/.exec(line);
    leaving = found === null ? -1 : indentation + (found[2]?.length ?? 0);
    if (found === null) {
      kept.push(line);
    } else if (found[2] !== undefined) {
      // The dash begins the list's item, whatever its first key says.
      kept.push(`${found[1] ?? ""}- description: ""`);
    }
  }
  return `${kept.join("\n").trimEnd()}\n`;
}
