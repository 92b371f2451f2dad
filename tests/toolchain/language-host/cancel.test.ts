import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import runtime from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";

import { root } from "../../support/tools.ts";

/** A plugin that never ends by itself. */
const endless = 'console.log("plugin " + process.pid); setInterval(() => {}, 1000);';

describe("the language host's Cancel", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "language-host-cancel-"));
  let host: ChildProcess;

  before(() => {
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "package.json"), '{"type": "module", "main": "index.js"}');
    writeFileSync(path.join(folder, "index.js"), endless);
  });

  after(() => {
    host.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  it("ends the plugin that runs and answers when it has gone", async () => {
    const main = path.join(root, "toolchain", "language-host", "main.ts");
    host = spawn(process.execPath, [main, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise<string>((resolve) => {
      host.stdout?.once("data", (chunk: Buffer) => {
        resolve(chunk.toString().trim());
      });
    });
    const client = new runtime.LanguageRuntimeClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    const info = new language.ProgramInfo();
    info.setProgramDirectory(folder);
    info.setRootDirectory(folder);
    info.setOptions(struct.Struct.fromJavaScript({ typescript: false }));
    const request = new language.RunPluginRequest()
      .setKind("resource")
      .setPwd(folder)
      .setInfo(info);
    const running = client.runPlugin(request);
    const pid = await new Promise<number>((resolve) => {
      running.on("data", (answer: InstanceType<typeof language.RunPluginResponse>) => {
        const found = /plugin (\d+)/.exec(Buffer.from(answer.getStdout_asU8()).toString());
        if (found !== null) {
          resolve(Number(found[1]));
        }
      });
    });
    assert.ok(process.kill(pid, 0));
    const ended = new Promise((resolve) => running.once("end", resolve));
    await new Promise<void>((resolve, reject) => {
      client.cancel(new empty.Empty(), (error) => {
        if (error === null) {
          resolve();
        } else {
          reject(error);
        }
      });
    });
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    await ended;
    client.close();
  });
});
