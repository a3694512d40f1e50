import type { Evidence } from "../evidence";
import type { Excerpt } from "../logLines";
import { withoutWritten } from "./answerBody";

/** The API's answer in any form: DRF errors, coded errors, an HTML page, plain text. */
export interface Answer {
  status?: number;
  /** The whole text of the body, without markup. */
  text: string;
  /** The main sentence for a person to read. */
  detail: string;
  /** Machine-readable codes from anywhere in the body, lower case. */
  codes: string[];
  /** Fields with errors, each with its first error. */
  fields: Record<string, string>;
  enqueued?: number;
  skipped?: number;
  scheduled?: number;
  /** Messages that could not be enqueued, if the answer says so. */
  failed?: number;
  isHtml: boolean;
  error?: { code: string; message: string };
  elapsedMs?: number;
  /** The line of the API's log that the status comes from, where the answer itself was not collected. */
  logged?: Excerpt;
}

const TEXT_CHARACTERS = 20_000;
const NOT_FIELDS = new Set([
  ..."detail message error errors code status title type reason non_field_errors messages traceback".split(" "),
  ..."enqueued skipped_no_phone scheduled".split(" "),
]);

export function readAnswer(api: Evidence["api"]): Answer {
  const body = withoutWritten(api?.body);
  // Browsers and scripts write 0 if no answer came.
  const status = api?.status === 0 ? undefined : api?.status;
  const isHtml = typeof body === "string" && /<(?:!doctype|html|head|body|title|h1)\b/i.test(body);
  const text = (isHtml ? withoutMarkup(body) : strings(body).join("\n")).slice(0, TEXT_CHARACTERS);
  const enqueued = count(body, "enqueued", "enqueued_count", "queued") ?? announced(text, status);
  const skipped = count(body, "skipped_no_phone", "skipped");
  const scheduled = count(body, "scheduled", "scheduled_count");
  const failed = count(body, "enqueue_failed");
  return {
    ...(status !== undefined && { status }),
    text,
    detail: isHtml ? titleOf(body) : firstSentence(body, text),
    codes: codes(body),
    fields: isHtml ? {} : fields(body),
    ...(enqueued !== undefined && { enqueued }),
    ...(skipped !== undefined && { skipped }),
    ...(scheduled !== undefined && { scheduled }),
    ...(failed !== undefined && { failed }),
    isHtml,
    ...(api?.error && { error: { code: api.error.code ?? "", message: api.error.message ?? "" } }),
    ...(api?.elapsedMs !== undefined && { elapsedMs: api.elapsedMs }),
  };
}

export const isSuccess = ({ status }: Answer) => status !== undefined && status >= 200 && status < 300;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function strings(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (depth > 5 || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    Array.isArray(value) ? strings(item, depth + 1) : strings(item, depth + 1).map((text) => `${key}: ${text}`),
  );
}

function codes(value: unknown, depth = 0): string[] {
  if (depth > 4 || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own =
      typeof item === "string" && /^(?:\w*_)?(?:code|reason|error|type)$/i.test(key) && /^[\w.-]+$/.test(item);
    return own ? [item.toLowerCase()] : codes(item, depth + 1);
  });
}

function fields(body: unknown): Record<string, string> {
  if (!isObject(body)) return {};
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(body)) {
    if (["errors", "error", "details", "detail"].includes(key) && isObject(value)) Object.assign(found, fields(value));
    if (["errors", "details", "detail"].includes(key) && Array.isArray(value)) Object.assign(found, listed(value));
    const complaint = Array.isArray(value) || isObject(value) ? strings(value)[0] : undefined;
    if (complaint !== undefined && !NOT_FIELDS.has(key)) found[key] = complaint;
  }
  return found;
}

/** `[{"field": "to", "message": "…"}]` and FastAPI's `[{"loc": ["body", "to"], "msg": "…"}]`. */
function listed(items: unknown[]): Record<string, string> {
  return Object.fromEntries(
    items.filter(isObject).flatMap((item) => {
      const field = item["field"] ?? item["attr"] ?? (Array.isArray(item["loc"]) ? item["loc"].at(-1) : undefined);
      const message = item["message"] ?? item["msg"] ?? item["detail"] ?? "";
      return typeof field === "string" ? [[field, String(message)]] : [];
    }),
  );
}

function count(body: unknown, ...names: string[]): number | undefined {
  if (!isObject(body)) return undefined;
  for (const name of names) {
    const value = body[name];
    if (typeof value === "number") return value;
    if (typeof value === "string" && /^\d{1,9}$/.test(value)) return Number(value);
    if (Array.isArray(value) && name === "scheduled") return value.length;
  }
  return isObject(body["data"]) ? count(body["data"], ...names) : undefined;
}

/** The number enqueued according to `발송 예정 3건입니다.`, where the number itself was not pasted. */
function announced(text: string, status: number | undefined): number | undefined {
  const found = status !== undefined && status < 300 ? /발송 예정\s*(\d+)\s*건/.exec(text) : undefined;
  return found ? Number(found[1]) : undefined;
}

function firstSentence(body: unknown, text: string): string {
  if (isObject(body)) {
    for (const key of ["detail", "message", "error", "title"]) {
      const value = body[key];
      if (typeof value === "string") return value;
      if (isObject(value) || Array.isArray(value)) return strings(value).join("; ");
    }
  }
  return text.replace(/\n/g, "; ");
}

/** Only this much of a page is read. */
const PAGE_CHARACTERS = 10 * TEXT_CHARACTERS;

/** The content of the first element of that name, and where it ends. Undefined if there is none. */
function elementIn(html: string, name: string, from = 0): { start: number; end: number; inner: string } | undefined {
  const open = new RegExp(`<${name}\\b[^<>]*>`, "gi");
  open.lastIndex = from;
  const found = open.exec(html);
  if (!found) return undefined;
  const close = new RegExp(`</${name}>`, "gi");
  close.lastIndex = open.lastIndex;
  const end = close.exec(html);
  const inner = html.slice(open.lastIndex, end?.index);
  return { start: found.index, end: end ? close.lastIndex : html.length, inner };
}

function withoutElements(html: string, name: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let found = elementIn(html, name); found; found = elementIn(html, name, at)) {
    parts.push(html.slice(at, found.start), " ");
    at = found.end;
  }
  return parts.join("") + html.slice(at);
}

const withoutMarkup = (html: string) =>
  withoutElements(withoutElements(html.slice(0, PAGE_CHARACTERS), "script"), "style")
    .replace(/<[^<>]*>/g, " ")
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/[ \t]+/g, " ");

const titleOf = (html: string) => {
  const page = html.slice(0, PAGE_CHARACTERS);
  const title = (elementIn(page, "title") ?? elementIn(page, "h1"))?.inner;
  return withoutMarkup(title ?? html.slice(0, 500))
    .replace(/\s+/g, " ")
    .trim();
};
