import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A page in a real browser without a window. */
export interface Browser {
  /** Opens an address and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression in the page, as JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** PNG of what a person sees. */
  screenshot(): Promise<Buffer>;
  /** Addresses that were asked for since the start. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** One message of the DevTools protocol (chromedevtools.github.io/devtools-protocol). */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly request?: { readonly url: string } };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Starts Chromium: `CHROMIUM`, or `chromium` on PATH. It listens on a free loopback port. */
export async function startBrowser(width = 1200, height = 900): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "chromium-"));
  const child = spawn(
    process.env["CHROMIUM"] ?? "chromium",
    [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"],
      ...[`--user-data-dir=${profile}`, `--window-size=${width},${height}`, "about:blank"],
    ],
    { stdio: "ignore" },
  );
  const close = async () => {
    const ended = once(child, "exit");
    if (child.exitCode === null && child.kill()) await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await connect(join(profile, "DevToolsActivePort"));
    return { ...page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(portFile: string): Promise<Omit<Browser, "close">> {
  for (let tries = 0; !existsSync(portFile); tries += 1) {
    if (tries > 300) throw new Error("chromium did not start in 30 s");
    await sleep(100);
  }
  const [port = ""] = readFileSync(portFile, "utf8").split("\n");
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(
    targets.find(({ type }) => type === "page")?.webSocketDebuggerUrl ?? "",
  );
  await once(socket, "open");
  const requests: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  let loaded: () => void = () => undefined;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === "Network.requestWillBeSent") {
      requests.push(message.params?.request?.url ?? "");
    }
    if (message.method === "Page.loadEventFired") loaded();
  });
  let last = 0;
  const call = async (method: string, params: object = {}) => {
    const id = (last += 1);
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result = {}, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  await call("Network.enable");
  await call("Page.enable");
  return {
    requests,
    open: async (url) => {
      const done = new Promise<void>((resolve) => (loaded = resolve));
      await call("Page.navigate", { url });
      await done;
    },
    evaluate: async <T>(expression: string) => {
      const { result } = await call("Runtime.evaluate", { expression, returnByValue: true });
      return (result as { value: T }).value;
    },
    screenshot: async () =>
      Buffer.from((await call("Page.captureScreenshot"))["data"] as string, "base64"),
  };
}
