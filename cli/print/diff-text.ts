import { isSame, type DiffFound } from "../commands/diff.ts";
import { painter } from "./paint.ts";

/** What differs: what the engine would do, then what Argo CD sees, field by field. */
export function diffText(found: DiffFound, colour: boolean): string {
  const { environment, pulumi, services } = found;
  if (isSame(found)) return `${environment}: the cluster is as declared.`;
  const paint = painter(colour);
  const engine = [
    ...(pulumi.lines.length === 0
      ? []
      : [paint("bold", "Pulumi would:"), ...indented(pulumi.lines)]),
    ...(pulumi.byHand.length === 0
      ? []
      : [paint("bold", "Pulumi's own, and set by hand:"), ...indented(pulumi.byHand)]),
  ];
  const argo = services.flatMap(({ service, sync, objects, remark }) => [
    paint("bold", `${service} (${sync}):`),
    ...objects.flatMap(({ object, how, fields }) => [
      `  ${object}: ${howWords[how]}`,
      ...fields.flatMap(({ field, declared, live }) => [
        `    ${field}`,
        paint("red", `      live:     ${asText(live)}`),
        paint("green", `      declared: ${asText(declared)}`),
      ]),
    ]),
    ...(remark === undefined ? [] : [`  ${remark}`]),
  ]);
  return [...engine, ...argo, "Next:", ...indented(nextOf(found))].join("\n");
}

const howWords = {
  differs: "differs",
  missing: "is declared and not there",
  "not declared": "is there and not declared any more (./msa sync … --prune)",
  unknown: "differs; the fields cannot be told",
} as const;

function nextOf({ environment, pulumi, services }: DiffFound): string[] {
  return [
    ...(pulumi.lines.length === 0
      ? []
      : [`bring up what is declared: ./msa deploy ${environment} all`]),
    ...(pulumi.byHand.length === 0
      ? []
      : [
          "set these fields by hand to what is declared: the engine leaves them to whoever set them",
        ]),
    ...services.map(
      ({ service }) => `undo it on the cluster: ./msa sync ${environment} ${service}`,
    ),
  ];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function asText(value: unknown): string {
  return value === undefined ? "(none)" : JSON.stringify(value);
}
