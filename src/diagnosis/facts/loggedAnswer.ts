import { type Answer, readAnswer } from "../answers/answer";
import { type Line, excerptOfLine } from "../logLines";

const SEND_PATH = /messaging\/send\b/;
/** What a client that misses the path asks for. */
const MISTYPED_PATH = /messag|\bsms\b/i;
const METHOD_NOT_ALLOWED = "405";
/** What Django's own logger prints instead of a status. */
const STATUS_OF_PATTERN: Record<string, number> = {
  "django-bad-request": 400,
  "django-unauthorized": 401,
  "django-forbidden": 403,
  "django-forbidden-why": 403,
  "django-not-found": 404,
  "django-method-not-allowed": 405,
  "django-conflict": 409,
  "django-too-many": 429,
  "django-server-error": 500,
  "django-bad-gateway": 502,
  "django-unavailable": 503,
};

/**
 * Takes the status from the API's log since the send, where the answer itself was not collected. Several sends with
 * different answers give no result, because no line says which send it belongs to.
 */
export function loggedAnswer(lines: readonly Line[]): Partial<Answer> {
  const answered = lines.flatMap((line) => {
    const { pattern, values } = line.record;
    const { path = "", method = "POST" } = values;
    const isRefused = pattern?.id === "django-method-not-allowed" || values["status"] === METHOD_NOT_ALLOWED;
    const isSend = SEND_PATH.test(path) && (method === "POST" || isRefused);
    const isMistyped = pattern?.id === "django-not-found" && MISTYPED_PATH.test(path);
    const status =
      pattern && (isSend || isMistyped) ? (STATUS_OF_PATTERN[pattern.id] ?? Number(values["status"])) : NaN;
    if (Number.isInteger(status)) return [{ line, answer: { status } }];
    const answer = pattern ? undefined : answerInWords(line.text);
    return answer ? [{ line, answer }] : [];
  });
  const [first] = answered;
  if (!first || answered.some(({ answer }) => answer.status !== first.answer.status)) return {};
  return { ...first.answer, logged: excerptOfLine(first.line) };
}

/** A number that is a time is no status. */
const ANSWERED =
  /\bPOST \S{0,200}messaging\/send\/?\S{0,40}[^\w\s]{0,4}\s[^\w\s]{0,4}\s?([1-5]\d\d)(?![\w.])(?! ?m?s\b)(.*)|(?<![\w.])([1-5]\d\d) POST \S{0,200}messaging\/send\/?(.*)/;

/** The answer in a line of the program's own form: `POST /api/v1/messaging/send/ 400 {"student_ids": …}`. */
function answerInWords(text: string): Partial<Answer> | undefined {
  const found = ANSWERED.exec(text.slice(0, MOST_CHARACTERS));
  if (!found) return undefined;
  const [, after, rest, before, words] = found;
  const status = Number(after ?? before);
  const body = (rest ?? words ?? "").trim();
  return status < 400 || body === "" ? { status } : readAnswer({ status, body: parsed(body) });
}
const MOST_CHARACTERS = 4_000;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
