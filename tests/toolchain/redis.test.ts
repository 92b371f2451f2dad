import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { tool } from "../support/tools.ts";

/** What Argo CD's controllers ask of redis, asked of the one we build. */
describe("the redis of the local cluster", () => {
  let server: ChildProcess;
  let port: number;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = spawn(tool("redis"), ["--address", "127.0.0.1:0"], { stdio: ["ignore", "pipe", 2] });
    assert.ok(server.stdout);
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    port = Number(/^redis: listening on 127\.0\.0\.1:(\d+)\n$/.exec(line.toString())?.[1]);
  });

  afterEach(() => {
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    server.kill("SIGKILL");
  });

  /** A connection that sends one command after the other and gives each answer as it came. */
  async function client(): Promise<(...words: string[]) => Promise<string>> {
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    await once(socket, "connect");
    return async (...words) => {
      socket.write(words.length === 0 ? "" : `${words.join("")}\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      return answer.toString();
    };
  }

  it("keeps, renames and deletes values", async () => {
    const send = await client();

    assert.equal(await send(...bulk("SET", "a", "1")), "+OK\r\n");
    assert.equal(await send(...bulk("RENAME", "a", "b")), "+OK\r\n");
    assert.equal(await send(...bulk("GET", "b")), "$1\r\n1\r\n");
    assert.equal(await send(...bulk("DEL", "b")), ":1\r\n");
    assert.equal(await send(...bulk("GET", "b")), "$-1\r\n");
  });

  it("forgets a value when its time is up", async () => {
    const send = await client();
    await send(...bulk("SET", "a", "1", "PX", "300"));
    assert.equal(await send(...bulk("GET", "a")), "$1\r\n1\r\n");

    // Without a clock it would never be forgotten, and this would run into the test's timeout.
    while ((await send(...bulk("GET", "a"))) !== "$-1\r\n");
  });

  it("carries messages from one connection to another", async () => {
    const subscriber = await client();
    const publisher = await client();
    assert.equal(
      await subscriber(...bulk("SUBSCRIBE", "c")),
      "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n",
    );
    const message = subscriber();

    assert.equal(await publisher(...bulk("PUBLISH", "c", "hi")), ":1\r\n");
    assert.equal(await message, "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n");
  });

  it("ends with code 0 when it is told to", async () => {
    const ended = once(server, "exit");
    server.kill("SIGTERM");

    assert.deepEqual(await ended, [0, null]);
  });

  it("refuses to listen beyond loopback", async () => {
    const refused = spawn(tool("redis"), ["--address", "0.0.0.0:0"], {
      stdio: ["ignore", 1, "pipe"],
    });
    assert.ok(refused.stderr);
    const [message] = (await once(refused.stderr, "data")) as [Buffer];

    assert.equal(
      message.toString(),
      'redis: --address: must be a loopback address such as 127.0.0.1 (found "0.0.0.0")\n',
    );
  });
});

/** A command in the form of the redis protocol: an array of strings. */
function bulk(...words: string[]): string[] {
  return [[`*${words.length}`, ...words.flatMap((word) => [`$${word.length}`, word])].join("\r\n")];
}
