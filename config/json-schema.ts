import { z } from "zod";
import { foreignNamespaces, keys, ownNamespace, shape, stackKeys } from "./schema/keys.ts";

/** JSON schema of a `Pulumi.<environment>.yaml`, for editors; `parse` remains the authority. */
export function stackJsonSchema(): Readonly<Record<string, unknown>> {
  const schemas = keys.map((key) => [qualified(key), schemaOf(key)] as const);
  const required = stackKeys.filter((key) => !shape[key].safeParse(undefined).success);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Stack file of this project",
    description: "What differs between environments; what is the same is in Pulumi.yaml.",
    type: "object",
    required: ["config"],
    additionalProperties: false,
    properties: {
      config: {
        type: "object",
        required: required.map(qualified),
        additionalProperties: false,
        patternProperties: { [`^(${foreignNamespaces.join("|")}):`]: {} },
        properties: Object.fromEntries(schemas.map(([key, { schema }]) => [key, schema])),
      },
      encryptionsalt: { type: "string", description: "Written by Pulumi." },
      encryptedkey: { type: "string", description: "Written by Pulumi." },
      secretsprovider: { type: "string", description: "What encrypts this stack's secrets." },
      environment: { description: "Pulumi ESC environments." },
    },
    // References in the schemas begin at the root.
    definitions: Object.fromEntries(
      schemas.flatMap(([, { definitions }]) => Object.entries(definitions)),
    ),
  };
}

function qualified(key: string): string {
  return `${ownNamespace}:${key}`;
}

type Node = Readonly<Record<string, unknown>>;

/** The schema of one key, and apart from it the definitions it refers to. */
function schemaOf(key: (typeof keys)[number]): {
  readonly schema: Node;
  readonly definitions: Node;
} {
  const { definitions = {}, ...generated } = z.toJSONSchema(shape[key], {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
  }) as Node;
  const schema = Object.fromEntries(
    Object.entries(generated).filter(([name]) => name !== "$schema"),
  );
  return { schema, definitions: definitions as Node };
}
