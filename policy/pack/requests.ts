import { createRequire } from "node:module";

import type { ConfigureRequest } from "./engine-stack.ts";
import type { ResourceMessage } from "./convert-once.ts";

/** Who looks at requests before the SDK does, by their names in Pulumi's proto/analyzer.proto. */
export interface Listeners {
  configureStack(request: ConfigureRequest): void;
  analyze(request: ResourceMessage): void;
  remediate(request: ResourceMessage): void;
  analyzeStack(request: { getResourcesList(): readonly ResourceMessage[] }): void;
}

type Handler = (call: { readonly request: never }, callback: unknown) => void;
type Handlers = Record<string, Handler>;
interface ServerPrototype {
  addService(service: unknown, handlers: Handlers): void;
}

/** Lets listeners see each request of the engine; to be called before the SDK serves the pack. */
export function listenToEngine(listeners: Listeners): void {
  const policy = createRequire(createRequire(import.meta.url).resolve("@pulumi/policy"));
  const { Server } = policy("@grpc/grpc-js") as { Server: { prototype: ServerPrototype } };
  const original = Reflect.get(Server.prototype, "addService");
  Server.prototype.addService = function (service, handlers) {
    const isAnalyzer = handlers["configureStack"] !== undefined;
    original.call(this, service, isAnalyzer ? heard(handlers, listeners) : handlers);
  };
}

function heard(handlers: Handlers, listeners: Listeners): Handlers {
  const named = Object.entries(listeners) as [string, (request: never) => void][];
  const ours = named.map(([name, listen]): [string, Handler] => [
    name,
    (call, callback) => {
      listen(call.request);
      handlers[name]?.(call, callback);
    },
  ]);
  return { ...handlers, ...Object.fromEntries(ours) };
}
