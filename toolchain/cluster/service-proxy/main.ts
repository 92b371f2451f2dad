import { connect } from "../api.ts";
import { layoutOf } from "../layout.ts";
import { podRoles } from "../parts/pod-roles.ts";
import { keptPorts } from "../ports.ts";
import { contextOf } from "../prepare.ts";
import { readSpecFile } from "../spec-file.ts";
import { resolveService } from "./resolve.ts";
import { createProxy } from "./server.ts";

/**
 * The DNS and the network of the cluster, for processes outside of it: an HTTP proxy on loopback that leads a call for
 * a Service to the process which runs for its pods. What other pods would answer does not exist.
 * Usage: main.ts <spec.json in the cluster's folder>
 */
const specFile = process.argv[2];
if (specFile === undefined) throw new Error("service-proxy: usage is main.ts <spec.json>.");

const { spec } = await readSpecFile(specFile);
const { ports, certificates } = contextOf(spec, await keptPorts(layoutOf(spec.folder)));
// Nobody answers there yet: the API server is asked when a call comes.
const api = await connect(ports["kube-apiserver"], certificates);
const server = createProxy((host, port) =>
  resolveService({ api, ports, roles: podRoles }, host, port),
);

server.listen(ports["service-proxy"], "127.0.0.1");
process.on("SIGTERM", () => {
  api.close();
  server.closeAllConnections();
  server.close();
});
