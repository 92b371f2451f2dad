import { text, type Fault } from "./text.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const insideTheCluster = /\.svc(\.cluster\.local)?$/;

/** The faults that a URL has whatever its scheme. */
function formFault(value: string, example: string): Fault | undefined {
  if (!URL.canParse(value) || /\s/.test(value)) {
    const hint = /^[a-z0-9.-]+\.[a-z]{2,}(\/|$)/i.test(value) ? `Use https://${value}.` : undefined;
    return { wrong: `must be a URL such as ${example}`, ...(hint ? { hint } : {}) };
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
  return undefined;
}

function schemeFault({ protocol, hostname }: URL): Fault | undefined {
  if (protocol === "https:" || protocol === "oci:") return undefined;
  if (protocol !== "http:") return { wrong: "must begin with https:// or oci://" };
  if (loopback.test(hostname) || insideTheCluster.test(hostname)) return undefined;
  return {
    wrong: "must begin with https:// or oci://",
    hint: "http:// is for this machine and for *.svc hosts inside the cluster.",
  };
}

const chartRepository = "https://charts.example.org";

/** https or oci; http for loopback and for Services inside the cluster. */
export const url = (description: string) =>
  text((value) => formFault(value, chartRepository) ?? schemeFault(new URL(value)), {
    description,
    example: chartRepository,
  });

/** https and nothing else: who signs or logs in must be known to be who it is. */
export const httpsUrl = (description: string, example: string) =>
  text(
    (value) => {
      const isHttps = URL.canParse(value) && new URL(value).protocol === "https:";
      return (
        formFault(value, example) ?? (isHttps ? undefined : { wrong: "must begin with https://" })
      );
    },
    { description, example },
  );

/** https; http for loopback and for Services inside the cluster. */
export const serverUrl = (description: string, example: string) =>
  text(
    (value) => {
      const fault = formFault(value, example);
      if (fault !== undefined) return fault;
      const { protocol, hostname } = new URL(value);
      const isNear = loopback.test(hostname) || insideTheCluster.test(hostname);
      if (protocol === "https:" || (protocol === "http:" && isNear)) return undefined;
      return { wrong: "must begin with https://" };
    },
    { description, example },
  );
