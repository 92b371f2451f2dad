import type { Server, Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** How a sink behaves: takes messages, is not there, takes connections and says nothing, or refuses. */
export type Mood = "up" | "down" | "hanging" | "refusing";

/** A server that can go away and come back on the same port. */
export class SinkServer {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #port = 0;
  #mood: Mood = "up";

  /** @param server of whatever protocol, not listening yet; asks `mood` for what to do. */
  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
      socket.on("error", () => socket.destroy());
    });
  }

  get mood(): Mood {
    return this.#mood;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** What comes from now on is met with this mood; what hung is let go. */
  async become(mood: Mood): Promise<void> {
    if (mood === this.#mood) return;
    const wasDown = this.#mood === "down";
    this.#mood = mood;
    for (const socket of this.#open) socket.destroy();
    if (mood === "down") await this.stop();
    else if (wasDown) await this.start();
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
