import { createServer, type AddressInfo, type Socket } from "node:net";

import { type KubeConfig, PortForward } from "@kubernetes/client-node";

/** A port of this machine that leads to a pod. */
export interface Forward {
  readonly port: number;
  /** Ends it, with every connection. */
  readonly close: () => void;
}

/** What a port leads to. */
export interface ForwardTo {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** What the library opens: a WebSocket, whose types are not installed. */
interface Connection {
  addEventListener(type: "close", listener: () => void): void;
  close(): void;
}

/**
 * Opens a free port on 127.0.0.1 that leads to a port of a pod, through the API server, as `kubectl
 * port-forward` does. A connection that cannot be made ends without a byte.
 */
export async function forwardPort(kube: KubeConfig, to: ForwardTo): Promise<Forward> {
  const { namespace, pod, port } = to;
  const forward = new PortForward(kube);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
    forward.portForward(namespace, pod, [port], socket, null, socket).then(
      (connection: unknown) => {
        endTogether(socket, connection as Connection);
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

function endTogether(socket: Socket, connection: Connection): void {
  connection.addEventListener("close", () => socket.destroy());
  socket.on("close", () => {
    connection.close();
  });
}
