import { z } from "zod";
import { flag, wholeNumber } from "./numbers.ts";
import { cacheSize } from "./quantity.ts";
import { text, tooLong } from "./text.ts";

const year = 365 * 24 * 3600;
const ttl = (what: string) =>
  wholeNumber(1, year, `How long ${what} is kept, in seconds.`, 60).default(300);

/** Every key of the service is longer by it. */
const longestPrefix = 128;

const prefix = text(
  (value) =>
    /^[A-Za-z0-9][A-Za-z0-9:._-]*$/.test(value)
      ? tooLong(value, longestPrefix)
      : { wrong: "must be letters, digits and : . _ - beginning with a letter or digit" },
  {
    description: "First part of each of its keys. Default: `<environment>:<service>:`.",
    example: "order-service:",
  },
);

/** What the service may keep; handed to it as settings. */
export const cache = z
  .strictObject({
    memory: z
      .strictObject({ size: cacheSize, ttlSeconds: ttl("an entry") })
      .optional()
      .describe("A cache in the memory of each pod."),
    redis: z
      .strictObject({ prefix: prefix.optional(), ttlSeconds: ttl("an entry") })
      .optional()
      .describe("The platform's Redis Cluster."),
  })
  .optional()
  .describe("What the service may keep, and for how long; handed to it as settings.");

const longestPath = 256;

/** Of the whole service nothing is static, so that `/` alone is refused: a CDN would keep every answer. */
const staticPath = text(
  (value) =>
    /^(\/[A-Za-z0-9._~-]+)+\/?$/.test(value)
      ? tooLong(value, longestPath)
      : { wrong: "must be the path of a folder or file such as /assets" },
  {
    description: "A folder with everything below it, or a file.",
    example: "/assets",
    pattern: "^(/[A-Za-z0-9._~-]+)+/?$",
  },
);

export const staticFiles = z
  .strictObject({
    paths: z.array(staticPath).min(1).describe("Folders and files by their paths."),
    maxAgeSeconds: wholeNumber(1, year, "How long they may be kept, in seconds.", 86_400).default(
      3600,
    ),
    immutable: flag("They never change under one name.").default(false),
  })
  .optional()
  .describe("Files that browsers and a CDN may keep.");

const origin = text(
  (value) => {
    const isOrigin = URL.canParse(value) && new URL(value).origin === value && !/[*%]/.test(value);
    if (isOrigin && /^https:|^http:\/\/localhost(:|$)/.test(value)) return undefined;
    return { wrong: "must be an origin such as https://cdn.example.org, with no path" };
  },
  { description: "An origin: scheme, host and port.", example: "https://cdn.example.org" },
);

export const cors = z
  .strictObject({ allowedOrigins: z.array(origin).min(1).describe("Exact origins.") })
  .optional()
  .describe("Pages of which other origins may call the service from a browser.");
