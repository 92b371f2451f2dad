import { text, type Fault } from "./text.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const insideTheCluster = /\.svc(\.cluster\.local)?$/;

function urlFault(value: string): Fault | undefined {
  if (!URL.canParse(value) || /\s/.test(value)) {
    const hint = /^[a-z0-9.-]+\.[a-z]{2,}(\/|$)/i.test(value) ? `Use https://${value}.` : undefined;
    return { wrong: "must be a URL such as https://charts.example.org", ...(hint ? { hint } : {}) };
  }
  const url = new URL(value);
  if (url.username !== "" || url.password !== "") {
    return {
      wrong: "must not carry a user name or password",
      found: "one in the URL",
      hint: "Leave it out.",
    };
  }
  if (url.search !== "" || url.hash !== "") {
    return { wrong: "must end with the path, with no ? or # after it" };
  }
  return schemeFault(url);
}

function schemeFault(url: URL): Fault | undefined {
  if (url.protocol === "https:" || url.protocol === "oci:") return undefined;
  if (url.protocol !== "http:") return { wrong: "must begin with https:// or oci://" };
  if (loopback.test(url.hostname) || insideTheCluster.test(url.hostname)) return undefined;
  return {
    wrong: "must begin with https:// or oci://",
    hint: "http:// is for this machine and for *.svc hosts inside the cluster.",
  };
}

/** https or oci; http for loopback and for Services inside the cluster. */
export const url = (description: string) =>
  text(urlFault, { description, example: "https://charts.example.org" });
