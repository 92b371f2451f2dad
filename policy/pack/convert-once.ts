/** A message of Pulumi's that holds a resource's properties (proto/analyzer.proto). */
export interface ResourceMessage {
  getProperties(): Struct | undefined;
  /** Absent in a message that is itself a provider. */
  getProvider?(): ResourceMessage | undefined;
}

/** A google.protobuf.Struct. */
interface Struct {
  toJavaScript(): unknown;
}

/**
 * Makes a message convert its properties once. @pulumi/policy 1.21 converts them anew for each policy
 * (server.ts, makeAnalyzeRpcFun and makeAnalyzeStackRpcFun), and copies what it gets, so that the policies
 * can share it: of a hundred policies this is most of the time.
 */
export function convertOnce(message: ResourceMessage): void {
  const properties = message.getProperties();
  if (properties !== undefined) {
    let converted: { readonly value: unknown } | undefined;
    const convert = properties.toJavaScript.bind(properties);
    properties.toJavaScript = () => (converted ??= { value: convert() }).value;
  }
  const provider = message.getProvider?.();
  if (provider !== undefined) convertOnce(provider);
}
