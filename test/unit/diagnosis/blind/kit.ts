/**
 * How a blind case is written: what was expected before the engine saw it, and the bundle.
 * The texts come from the backend's documents, not from the rules.
 */
export interface BlindCase {
  readonly id: string;
  /** `outcome[/outcome] cause[/cause]`; the layer is the cause's prefix, null for `none`. */
  readonly expect: string;
  readonly bundle: unknown;
}

type Part = Record<string, unknown>;

const sentAt = "2026-03-05T10:00:00+09:00";
export const frame: Part = { version: 1, sentAt, collectedAt: "2026-03-05T10:01:30+09:00" };

/** One case; `parts` are laid over the frame (`undefined` takes a part away). */
export function blind(id: string, expect: string, parts: Part): BlindCase {
  const bundle: Part = { ...frame, ...parts };
  for (const key of Object.keys(bundle)) {
    if (bundle[key] === undefined) {
      delete bundle[key];
    }
  }
  return { id, expect, bundle };
}

export function answered(enqueued = 1, skipped = 0, more: Part = {}): Part {
  return {
    status: 200,
    body: { detail: `발송 예정 ${enqueued}건입니다.`, enqueued, skipped_no_phone: skipped },
    elapsedMs: 118,
    ...more,
  };
}

export function refused(status: number, detail: unknown, more: Part = {}): Part {
  return {
    status,
    body: typeof detail === "string" ? { detail } : detail,
    elapsedMs: 37,
    ...more,
  };
}

type Counters = readonly [visible: number, inFlight: number, dead?: number, delayed?: number];

function counters([visible, inFlight, dead = 0, delayed = 0]: Counters): Part {
  return { visible, inFlight, delayed, dead };
}

export function queue(before: Counters, after: Counters, more: Part = {}): Part {
  return {
    name: "academy-messaging-jobs",
    region: "ap-northeast-2",
    before: counters(before),
    after: counters(after),
    redrive: { maxReceiveCount: 3, deadLetterQueue: "academy-messaging-jobs-dlq" },
    ...more,
  };
}

export function container(more: Part = {}): Part {
  return {
    name: "academy-messaging-worker",
    state: "running",
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    startedAt: "2026-03-04T22:10:00Z",
    health: "healthy",
    ...more,
  };
}

export function tenant(sender: string | null = "0212345678", more: Part = {}): Part {
  return {
    id: 1,
    code: "hakwonplus",
    messaging_sender: sender,
    credit_balance: "1000",
    messaging_is_active: true,
    ...more,
  };
}

export function row(success: boolean, reason = "", more: Part = {}): Part {
  return {
    id: 71,
    sent_at: "2026-03-05T01:00:02Z",
    success,
    failure_reason: reason,
    recipient_summary: "0101****",
    ...more,
  };
}

export function record(statusCode: string, statusMessage = "", more: Part = {}): Part {
  return { messageId: "M4V20260305100002ABCDEF", statusCode, statusMessage, to: "0101****", ...more };
}

interface Dress {
  /** The log's clock; UTC lines are nine hours earlier. */
  readonly zone?: "KST" | "UTC";
  /** `docker logs -t`. */
  readonly stamped?: boolean;
  readonly ansi?: boolean;
  readonly crlf?: boolean;
  readonly tag?: string;
}

const levels: Readonly<Record<string, string>> = {
  D: "DEBUG",
  I: "INFO",
  W: "WARNING",
  E: "ERROR",
  C: "CRITICAL",
};

/**
 * A worker log in shorthand: `SS L text` (seconds after 10:00:00, may be negative; level letter;
 * text). A line that does not look like that is printed as it is: a traceback, another program.
 */
export function log(shorthand: string, dress: Dress = {}): string {
  const lines = shorthand.replace(/^\n|\n\s*$/g, "").split("\n");
  let millis = 100;
  return lines
    .map((line) => {
      const match = /^\s{0,6}(-?\d+(?:\.\d+)?) ([DIWEC]) (.*)$/.exec(line);
      millis = (millis + 137) % 1000;
      const instant = new Date(Date.parse(sentAt) + Number(match?.[1] ?? 0) * 1000 + millis);
      const local = new Date(instant.getTime() + (dress.zone === "UTC" ? 0 : 9 * 3_600_000));
      const time = local.toISOString().replace("T", " ").replace(".", ",").slice(0, 23);
      const level = levels[match?.[2] ?? "I"] ?? "INFO";
      const tag = dress.tag ?? "MESSAGING-WORKER";
      let text = match === null ? line.replace(/^ {4}/, "") : `${time} [${level}] [${tag}] ${match[3]}`;
      if (dress.ansi === true) {
        text = `\u001b[33m${text}\u001b[0m`;
      }
      return dress.stamped === true ? `${instant.toISOString().replace("Z", "456789Z")} ${text}` : text;
    })
    .join(dress.crlf === true ? "\r\n" : "\n");
}

/** `count` lines of shorthand over `seconds`, as a worker in a hot loop prints them. */
export function flood(count: number, seconds: number, level: string, text: string): string {
  return Array.from({ length: count }, (_, i) => `${((i * seconds) / count).toFixed(2)} ${level} ${text}`).join("\n");
}

export const solapi200 = 'HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 200 OK"';

export function solapiHttp(status: string): string {
  return solapi200.replace("200 OK", status);
}
