import { createServer, type Socket } from "node:net";
import { createInterface, type Interface } from "node:readline";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";

import type { Certificate } from "./certificate.ts";
import { SinkServer } from "./sink.ts";

/** A mail as it arrived. */
export interface Mail {
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  /** User name and password that were given; absent without a login. */
  readonly login?: string;
  /** As it was sent, headers first. */
  readonly source: string;
}

/** A mail server that takes mail after STARTTLS only, and keeps it. */
export class MailSink extends SinkServer {
  readonly mails: Mail[] = [];

  constructor({ certificate: cert, key }: Certificate) {
    const secureContext = createSecureContext({ cert, key });
    super(
      createServer((socket) => {
        if (this.mood === "hanging") return;
        if (this.mood === "refusing") {
          socket.end("421 localhost is closed\r\n");
          return;
        }
        socket.write("220 localhost ready\r\n");
        new Session(socket, secureContext, (mail) => this.mails.push(mail)).listen();
      }),
    );
  }
}

/** One connection (RFC 5321, 3207 and 4954). */
class Session {
  #socket: Socket;
  #lines: Interface | undefined;
  readonly #context: SecureContext;
  readonly #take: (mail: Mail) => void;
  #login: string | undefined;
  #from = "";
  #to: string[] = [];
  /** Lines of a mail that is being told. */
  #source: string[] | undefined;

  constructor(socket: Socket, context: SecureContext, take: (mail: Mail) => void) {
    this.#socket = socket;
    this.#context = context;
    this.#take = take;
  }

  listen(): void {
    this.#socket.on("error", () => this.#socket.destroy());
    this.#lines = createInterface({ input: this.#socket, crlfDelay: Infinity });
    this.#lines.on("line", (line) => {
      if (this.#source === undefined) this.#command(line);
      else this.#content(line, this.#source);
    });
  }

  #command(line: string): void {
    const [verb = ""] = line.toUpperCase().split(" ");
    const isSecure = this.#socket instanceof TLSSocket;
    if (verb === "EHLO") {
      this.#say(isSecure ? "250-localhost\r\n250 AUTH PLAIN" : "250-localhost\r\n250 STARTTLS");
    } else if (verb === "STARTTLS") {
      this.#say("220 go ahead");
      this.#secure();
    } else if (verb === "QUIT") {
      this.#say("221 bye");
      this.#socket.end();
    } else if (!isSecure) {
      this.#say("530 STARTTLS first");
    } else {
      this.#mail(verb, line);
    }
  }

  #mail(verb: string, line: string): void {
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    if (verb === "AUTH") {
      const [, user = "", password = ""] = Buffer.from(line.split(" ")[2] ?? "", "base64")
        .toString()
        .split("\0");
      this.#login = `${user} ${password}`;
      this.#say("235 welcome");
    } else if (verb === "MAIL") {
      this.#from = address;
      this.#to = [];
      this.#say("250 ok");
    } else if (verb === "RCPT") {
      this.#to.push(address);
      this.#say("250 ok");
    } else if (verb === "DATA") {
      this.#source = [];
      this.#say("354 end with a dot");
    } else {
      this.#say("502 not known");
    }
  }

  #content(line: string, source: string[]): void {
    if (line !== ".") {
      source.push(line.replace(/^\.\./, "."));
      return;
    }
    this.#source = undefined;
    this.#take({
      at: Date.now(),
      from: this.#from,
      to: this.#to,
      source: source.join("\r\n"),
      ...(this.#login !== undefined && { login: this.#login }),
    });
    this.#say("250 taken");
  }

  #secure(): void {
    this.#lines?.close();
    this.#socket.removeAllListeners("data");
    this.#socket = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: this.#context,
    });
    this.listen();
  }

  #say(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }
}

/** The text of a mail, its encodings undone: subject first, then every part. */
export function readMail({ source }: Mail): { readonly subject: string; readonly text: string } {
  const [head = ""] = source.split("\r\n\r\n", 1);
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/im.exec(head)?.[1] ?? "";
  return {
    subject: subject
      .replace(/\r\n[ \t]/g, " ")
      .replace(/=\?utf-8\?q\?(.*?)\?= ?/gi, (_, word: string) =>
        unquoted(word.replaceAll("_", " ")),
      ),
    text: unquoted(source.slice(head.length).replaceAll("=\r\n", "")),
  };
}

function unquoted(text: string): string {
  return text.replace(/(?:=[0-9A-F]{2})+/g, (codes) =>
    Buffer.from(codes.replaceAll("=", ""), "hex").toString(),
  );
}
