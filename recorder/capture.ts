import { createRequire } from "node:module";

import type { RecordedOptions, RecordedResource } from "./recording.ts";

/** Fields of Pulumi's RegisterResourceRequest that are read here (proto/resource.proto). */
interface RegisterResourceRequest {
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  toObject(): {
    type: string;
    name: string;
    custom: boolean;
    parent: string;
    provider: string;
    protect?: boolean;
    retainondelete?: boolean;
    deletedwith: string;
    dependenciesList: string[];
    ignorechangesList: string[];
    aliasurnsList: string[];
    customtimeouts?: Record<string, string>;
    hooks?: Record<string, string[]>;
  };
}

interface RegisterResourceResponse {
  getUrn(): string;
}

type Callback = (error: Error | null, response?: RegisterResourceResponse) => void;

interface MockMonitorPrototype {
  registerResource(request: RegisterResourceRequest, callback: Callback): Promise<void>;
  registerResourceHook?: (request: unknown, callback: (error: Error | null) => void) => void;
}

/** Pulumi's marker of a wrapped special value, and the one of a secret (sdk/nodejs/runtime/rpc.ts). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/**
 * Starts to collect what the mock monitor is asked to register, with the options that the public mocks
 * do not show. The list fills while the program runs.
 */
export function captureRegistrations(): RecordedResource[] {
  const resources: RecordedResource[] = [];
  const { MockMonitor } = createRequire(import.meta.url)("@pulumi/pulumi/runtime/mocks.js") as {
    MockMonitor: { prototype: MockMonitorPrototype };
  };
  const { prototype } = MockMonitor;
  const original = Reflect.get(prototype, "registerResource");
  prototype.registerResource = function (request, callback) {
    return original.call(this, request, (error, response) => {
      if (response !== undefined && request.toObject().type !== "pulumi:pulumi:Stack") {
        resources.push(recorded(request, response.getUrn()));
      }
      callback(error, response);
    });
  };
  // Hooks are registered with the engine; the mocks have no method for it (3.250).
  prototype.registerResourceHook = (_request, callback) => {
    callback(null);
  };
  return resources;
}

function recorded(request: RegisterResourceRequest, urn: string): RecordedResource {
  const { type, name, custom, ...options } = request.toObject();
  const inputs = plain(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
  return { urn, type, name, custom, inputs, options: recordedOptions(options) };
}

type RawOptions = Omit<ReturnType<RegisterResourceRequest["toObject"]>, "type" | "name" | "custom">;

function recordedOptions(raw: RawOptions): RecordedOptions {
  const hooks = Object.entries(raw.hooks ?? {})
    .filter(([, names]) => names.length > 0)
    .map(([moment, names]) => [moment.replace(/List$/, ""), names] as const);
  const options = {
    parent: raw.parent,
    dependsOn: [...raw.dependenciesList].sort(),
    provider: raw.provider.replace(/::[^:]*$/, ""), // the id behind the URN is the mocks' invention
    protect: raw.protect,
    retainOnDelete: raw.retainondelete,
    deletedWith: raw.deletedwith,
    ignoreChanges: raw.ignorechangesList,
    aliases: raw.aliasurnsList,
    customTimeouts: timeouts(raw.customtimeouts),
    hooks: Object.fromEntries(hooks),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isSet(value)));
}

/** Protobuf calls the field `pb_delete`, because `delete` is a word of the language. */
function timeouts(raw: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw)
      .filter(([, value]) => value !== "")
      .map(([key, value]) => [key.replace(/^pb_/, ""), value]),
  );
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === "" || value === false) {
    return false;
  }
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}

/** JSON with sorted keys and secrets as placeholders, so that equal programs give equal bytes. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const map = value as Record<string, unknown>;
  if (map[signatureKey] === secretSignature) {
    return { secret: true };
  }
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, plain(map[key])]),
  );
}
