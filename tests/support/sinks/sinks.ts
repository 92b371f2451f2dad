import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { selfSigned } from "./certificate.ts";
import { MailSink } from "./mail-sink.ts";
import { WebSink } from "./web-sink.ts";

/** The other ends of every channel, on this machine. */
export interface Sinks {
  readonly slack: WebSink;
  readonly teams: WebSink;
  readonly mail: MailSink;
  /** Path of the authority that their certificates are of: SSL_CERT_FILE of who sends to them. */
  readonly authority: string;
  stop(): Promise<void>;
}

/** Starts all of them, each on a free port of 127.0.0.1. */
export async function startSinks(): Promise<Sinks> {
  const pair = await selfSigned();
  const folder = mkdtempSync(join(tmpdir(), "msa-sinks-"));
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, pair.certificate);
  const all = { slack: new WebSink(pair), teams: new WebSink(pair), mail: new MailSink(pair) };
  const each = Object.values(all);
  for (const sink of each) await sink.start();
  return {
    ...all,
    authority,
    stop: async () => {
      for (const sink of each) await sink.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
