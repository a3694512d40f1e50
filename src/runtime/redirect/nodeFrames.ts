import http from "node:http";
import { fileURLToPath } from "node:url";

const HEADER = "x-messaging-frames";
const MOST_FRAMES = 10;
const DEPTH = 60;
const FRAME =
  /^ {4}at (?:async )?(?:(?:new )?([^\n(]{1,200}) \()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\n]{1,900}?):(\d+):\d+\)?$/;

/** Adds to each request for these addresses ("127.0.0.1:8025") which lines of the user's code it comes from. */
export function reportFrames(addresses: ReadonlySet<string>): void {
  const { request } = http;
  const reporting = (...given: Parameters<typeof http.request>): http.ClientRequest => {
    const made = request(...given);
    if (!made.headersSent && addresses.has(String(made.getHeader("host")))) made.setHeader(HEADER, framesHere());
    return made;
  };
  http.request = reporting as typeof http.request;
  const asked = globalThis.fetch as typeof fetch | undefined; // Node 16 has none
  if (!asked) return;
  globalThis.fetch = (input, init) => {
    const url = typeof input === "string" || input instanceof URL ? String(input) : input.url;
    if (!addresses.has(hostIn(url))) return asked(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set(HEADER, framesHere());
    return asked(input, { ...init, headers });
  };
}

/** "" for what is no URL. Programs may run on a Node that has no URL.parse. */
export function hostIn(url: string | undefined): string {
  try {
    return new URL(url ?? "").host;
  } catch {
    return "";
  }
}

/** Base64 of JSON, the innermost first. */
function framesHere(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error("here");
  Error.stackTraceLimit = limit;
  const frames = stack.split("\n").flatMap((text) => {
    const [, name = "(anonymous)", place = "", line] = FRAME.exec(text) ?? [];
    if (line === undefined || place.includes("node_modules")) return [];
    const file = place.startsWith("file://") ? fileURLToPath(place) : place;
    return file === __filename ? [] : [{ file, line: Number(line), name }];
  });
  return Buffer.from(JSON.stringify(frames.slice(0, MOST_FRAMES))).toString("base64");
}
