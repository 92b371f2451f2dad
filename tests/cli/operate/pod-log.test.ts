import assert from "node:assert/strict";

import { CliError } from "../../../cli/errors.ts";
import { readLog } from "../../../cli/operate/pod-log.ts";
import { kubeTo, refusal, silence, startServer, type FakeServer } from "../fake-server.ts";

describe("readLog", () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.stop());
  const source = { namespace: "shop", pod: "order-1", container: "order" };
  const reading = { tail: 5, follow: false, previous: true };

  async function read(answer: Parameters<typeof startServer>[0], stop = new AbortController()) {
    server = await startServer(answer);
    const lines: string[] = [];
    const line = (text: string) => lines.push(text);
    const missing = await readLog(kubeTo(server.url), source, {
      ...reading,
      stop: stop.signal,
      line,
    });
    return { lines, missing };
  }

  it("asks for what is wanted and hands on each line", async () => {
    const { lines, missing } = await read(() => ({ body: "one\ntwo\n\nlast" }));
    assert.deepEqual([lines, missing], [["one", "two", "", "last"], undefined]);
    assert.deepEqual(server?.requests, [
      "GET /api/v1/namespaces/shop/pods/order-1/log?container=order&tailLines=5&follow=false&previous=true",
    ]);
  });

  it("says in the API server's words why a container has none, and does not stop the others", async () => {
    const words = 'container "order" in pod "order-1" is waiting to start: ContainerCreating';
    const { missing } = await read(() => refusal(400, words));
    assert.equal(missing, `order-1/order: no log (${words}).`);
  });

  it("tells who may not read logs what is missing", async () => {
    const words =
      'pods "order-1" is forbidden: User "kim" cannot get resource "pods/log" in API group "" in the namespace "shop"';
    await assert.rejects(
      read(() => refusal(403, words)),
      new CliError(
        "pods/log order-1: this account may not do that (found kim, which lacks: get pods/log in namespace shop). " +
          "Use an account that has the right (docs/how-to/give-people-access.md).",
      ),
    );
  });

  it("ends without an error when it is stopped", async () => {
    const stop = new AbortController();
    const { lines, missing } = await read(() => {
      setImmediate(() => {
        stop.abort();
      });
      return silence;
    }, stop);
    assert.deepEqual([lines, missing], [[], undefined]);
  });

  it("says that the cluster does not answer when the connection breaks off", async () => {
    await assert.rejects(
      read((_path, request) => {
        request.socket.destroy();
        return silence;
      }),
      { message: /^logs: the cluster does not answer \(socket hang up\)\./ },
    );
  });
});
