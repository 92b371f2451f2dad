import { readFileSync } from "node:fs";
import { get as httpGet } from "node:http";
import { get as httpsGet, type RequestOptions } from "node:https";
import { connect } from "node:net";
import type { Certificates } from "./certificates.ts";

/** Answers whether a part does its work; never throws. */
export type Probe = () => Promise<boolean>;

const patience = 2_000;

/** Healthy when a GET answers 200. */
export function httpProbe(port: number, path: string): Probe {
  return () =>
    new Promise((resolve) => {
      const call = httpGet(
        { host: "127.0.0.1", port, path, timeout: patience, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode === 200);
        },
      );
      call.on("error", () => {
        resolve(false);
      });
      call.on("timeout", () => call.destroy());
    });
}

/** As `httpProbe`, over TLS, shown the administrator's certificate. */
export function httpsProbe(port: number, path: string, certificates: Certificates): Probe {
  let identity: RequestOptions | undefined;
  return () =>
    new Promise((resolve) => {
      identity ??= {
        ca: readFileSync(certificates.authority),
        cert: readFileSync(certificates.admin.certificate),
        key: readFileSync(certificates.admin.key),
      };
      const target = { host: "127.0.0.1", port, path, timeout: patience, agent: false };
      const call = httpsGet({ ...identity, ...target }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      call.on("error", () => {
        resolve(false);
      });
      call.on("timeout", () => call.destroy());
    });
}

/** Healthy when the server answers PING. */
export function redisProbe(port: number): Probe {
  return () =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, timeout: patience });
      const finish = (healthy: boolean): void => {
        socket.destroy();
        resolve(healthy);
      };
      socket.on("connect", () => socket.write("*1\r\n$4\r\nPING\r\n"));
      socket.on("data", (answer) => {
        finish(answer.toString().startsWith("+PONG"));
      });
      socket.on("error", () => {
        finish(false);
      });
      socket.on("close", () => {
        finish(false);
      });
      socket.on("timeout", () => {
        finish(false);
      });
    });
}
