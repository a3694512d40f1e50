/** Evidence as a developer at work pastes it: whatever was at hand, and what the verdict has to be. */
export interface PastedBundle {
  readonly name: string;
  readonly expected: {
    readonly layer: "api" | "queue" | "worker" | "provider" | null;
    readonly outcome: "blocked" | "degraded" | "silent" | "ambiguous" | "skipped" | "ok" | "unknown";
    readonly cause: string;
  };
  /** As parsed from the pasted JSON, therefore not typed. */
  readonly bundle: Record<string, unknown>;
}

type Layer = NonNullable<PastedBundle["expected"]["layer"]>;

export function stopped(cause: string, name: string, bundle: Record<string, unknown>): PastedBundle {
  return ends("blocked", cause, name, bundle);
}

/** The layer is the cause's first word. */
export function ends(
  outcome: PastedBundle["expected"]["outcome"],
  cause: string,
  name: string,
  bundle: Record<string, unknown>,
): PastedBundle {
  return { name, expected: { layer: cause.slice(0, cause.indexOf(".")) as Layer, outcome, cause }, bundle };
}

export function reached(name: string, bundle: Record<string, unknown>): PastedBundle {
  return { name, expected: { layer: null, outcome: "ok", cause: "none" }, bundle };
}

export function cannotTell(name: string, bundle: Record<string, unknown>): PastedBundle {
  return { name, expected: { layer: null, outcome: "unknown", cause: "none" }, bundle };
}

/** 10:00 in Seoul; the March generation's bundles all belong to this send. */
export const MARCH = "2026-03-05T10:00:00+09:00";
export const AUGUST = "2026-08-20T14:00:00+09:00";

/** @param rest "LEVEL text" */
export function march(time: string, rest: string): string {
  return line("2026-03-05", time, rest);
}

export function august(time: string, rest: string): string {
  return line("2026-08-20", time, rest);
}

function line(day: string, time: string, rest: string): string {
  const space = rest.indexOf(" ");
  return `${day} ${time} [${rest.slice(0, space)}] [MESSAGING-WORKER] ${rest.slice(space + 1)}`;
}

export function log(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

/** As `docker logs --timestamps` prints a container whose clock is Seoul's. */
export function withDockerTimestamps(text: string): string {
  return text.replace(
    /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d:\d\d),(\d{3})/gm,
    (whole, day: string, hour: string, rest: string, ms: string) => {
      const utc = String(Number(hour) - 9).padStart(2, "0");
      return `${day}T${utc}:${rest}.${ms}123456Z ${whole}`;
    },
  );
}

export const ENQUEUED_ONE = {
  status: 200,
  body: { detail: "발송 예정 1건입니다.", enqueued: 1, skipped_no_phone: 0 },
  elapsedMs: 118,
};
export const ENQUEUED_NONE = {
  status: 200,
  body: { detail: "발송 예정 0건입니다.", enqueued: 0, skipped_no_phone: 0 },
  elapsedMs: 95,
};

/** What the worker printed when it was started, long before the send. */
export const MARCH_START = log(
  march("08:30:11,004", "INFO Django setup done (ORM available)"),
  march("08:30:11,220", "INFO Found credentials in environment variables."),
  march("08:30:11,391", "INFO SQSQueueClient initialized: ap-northeast-2"),
  march("08:30:11,392", "INFO Messaging Worker started | queue=academy-messaging-jobs | wait_time=20s"),
);

export const SOLAPI_200 =
  'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 200 OK"';
export const SOLAPI_400 =
  'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 400 Bad Request"';
export const SOLAPI_403 =
  'INFO HTTP Request: POST https://api.solapi.com/messages/v4/send-many/detail "HTTP/1.1 403 Forbidden"';

/** logger.exception of the March worker: the line, the traceback, the retry. */
export function sendFailed(time: string, error: string): string {
  return log(
    march(time, "ERROR send_sms failed to=0101****"),
    "Traceback (most recent call last):",
    '  File "/app/apps/worker/messaging_worker/sqs_main.py", line 212, in send_one_sms',
    "    res = service.send(message)",
    "          ^^^^^^^^^^^^^^^^^^^^^",
    '  File "/usr/local/lib/python3.11/site-packages/solapi/services/message_service.py", line 88, in send',
    "    response = default_fetcher(self._auth_info, request)",
    '  File "/usr/local/lib/python3.11/site-packages/solapi/libs/fetcher.py", line 61, in default_fetcher',
    "    raise Exception(error_response.errorCode, error_response.errorMessage)",
    `Exception: ${error}`,
    march(time, `WARNING send failed, message will retry: ${error}`),
  );
}

export const TENANT = {
  id: 1,
  code: "hakwonplus",
  messaging_sender: "0212345678",
  credit_balance: "48000",
  messaging_is_active: true,
};
export const TENANT_WITHOUT_SENDER = { ...TENANT, messaging_sender: "" };
