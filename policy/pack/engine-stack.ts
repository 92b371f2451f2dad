import { createRequire } from "node:module";

/** Stack and configuration as the engine hands them to an analyzer. */
export interface EngineStack {
  readonly stack: string;
  /** Full key to string; secrets decrypted. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** Fields of Pulumi's AnalyzerStackConfigureRequest that are read here (proto/analyzer.proto). */
interface ConfigureRequest {
  getStack(): string;
  getConfigMap(): { entries(): Iterable<readonly [string, string]> };
  getConfigSecretKeysList(): string[];
}

type Handler = (call: { readonly request: ConfigureRequest }, callback: unknown) => void;
type Handlers = Record<string, Handler>;
interface ServerPrototype {
  addService(service: unknown, handlers: Handlers): void;
}

/**
 * Listens for what the engine says of the stack, before the SDK serves the pack.
 *
 * The engine sends it with ConfigureStack, and @pulumi/policy 1.21 keeps only the tags of it: with a
 * language host there is no variable of the environment that has it either (decision 21).
 */
export function listenForStack(tell: (stack: EngineStack) => void): void {
  const policy = createRequire(createRequire(import.meta.url).resolve("@pulumi/policy"));
  const { Server } = policy("@grpc/grpc-js") as { Server: { prototype: ServerPrototype } };
  const original = Reflect.get(Server.prototype, "addService");
  Server.prototype.addService = function (service, handlers) {
    const configureStack: Handler = (call, callback) => {
      const { request } = call;
      tell({
        stack: request.getStack(),
        config: Object.fromEntries(request.getConfigMap().entries()),
        secretKeys: request.getConfigSecretKeysList(),
      });
      handlers["configureStack"]?.(call, callback);
    };
    const isAnalyzer = handlers["configureStack"] !== undefined;
    original.call(this, service, isAnalyzer ? { ...handlers, configureStack } : handlers);
  };
}
