import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";

/**
 * Serves a Helm chart repository: the files of one folder, read only, on loopback.
 * Usage: main.ts <folder> <port>
 */
const [folder, port] = process.argv.slice(2);
if (folder === undefined || port === undefined)
  throw new Error("chart-server: usage is main.ts <folder> <port>.");

const types: Readonly<Record<string, string>> = { yaml: "text/yaml", tgz: "application/gzip" };

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
  if (path === "/healthz") {
    response.end("ok");
    return;
  }
  // Only names directly in the folder, and only what a chart repository consists of.
  const name = basename(path);
  const type = types[name.split(".").at(-1) ?? ""];
  if (path !== `/${name}` || type === undefined) {
    response.writeHead(404).end("not found");
    return;
  }
  const file = createReadStream(join(folder, name));
  file.on("open", () => {
    response.setHeader("content-type", type);
    file.pipe(response);
  });
  file.on("error", () => {
    response.writeHead(404).end("not found");
  });
});

server.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close();
});
