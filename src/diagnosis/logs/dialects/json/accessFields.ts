type Fields = Readonly<Record<string, unknown>>;

/** Without case and separators. */
const METHOD_KEYS = ["method", "requestmethod", "httpmethod", "verb"];
const PATH_KEYS = ["path", "uri", "url", "requesturi", "requestpath", "fwdpath"];
const STATUS_KEYS = ["status", "statuscode", "responsecode", "httpstatus", "responsestatus", "downstreamstatus"];
/** Messages that say only that a request was answered. */
const BARE = /^(?:request|response|access|handled|http|incoming|outgoing|finished)\b/i;

/**
 * An answered request as fields, written as a line of an access log: `"POST /path HTTP/1.1" 502`. Undefined if the
 * fields are none, or if the message says more.
 */
export function accessLineOf(fields: Fields, message?: string): string | undefined {
  if (message && !BARE.test(message)) return undefined;
  const all = new Map<string, unknown>();
  for (const part of [fields, objectIn(fields, "req"), objectIn(fields, "request"), objectIn(fields, "res")])
    for (const [key, value] of Object.entries(part))
      if (isGiven(value)) all.set(key.toLowerCase().replace(/[^a-z]/g, ""), value);
  const first = (keys: readonly string[]) => keys.map((key) => all.get(key)).find(isGiven);
  const [method, path, status] = [METHOD_KEYS, PATH_KEYS, STATUS_KEYS].map(first).map(String);
  const isAccess =
    /^[A-Z]{3,7}$/.test(method ?? "") && /^(?:\/|https?:)\S*$/.test(path ?? "") && /^[1-5]\d\d$/.test(status ?? "");
  return isAccess ? `"${method} ${path} HTTP/1.1" ${status}` : undefined;
}

const isGiven = (value: unknown) => typeof value === "string" || typeof value === "number";

function objectIn(fields: Fields, key: string): Fields {
  const value = fields[key];
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
