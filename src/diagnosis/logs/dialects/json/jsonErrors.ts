import type { Fields } from "./jsonFields";

/**
 * The keys under which loggers put a traceback or an error: Python's formatters, `err` of pino and bunyan, `error` of
 * zap.
 */
const ERROR_KEYS = [
  "exc_info",
  "exc_text",
  "exception",
  "traceback",
  "thrown",
  "exceptions",
  "@x",
  "full_message",
  "error.stack_trace",
  "err",
  "error",
  "stack",
  "stack_trace",
  "stack_info",
  "stacktrace",
];

/** The error of a JSON line as text: its stack, or its type and message. */
export function errorIn(fields: Fields): string | undefined {
  for (const key of ERROR_KEYS) {
    const told = toldBy(fields[key]);
    if (told) return told;
  }
  return toldBy({ type: fields["error.type"], message: fields["error.message"] });
}

function toldBy(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  // structlog's dict_tracebacks: a list of exceptions, the unhandled one first.
  if (Array.isArray(value)) return toldBy(value[0]);
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Fields;
  const text = (...keys: string[]) => keys.map((key) => fields[key]).find((one) => typeof one === "string");
  const message = text("message", "exc_value", "msg");
  const type = text("type", "name", "exc_type", "class");
  const stack = text("stack", "stackTrace", "extendedStackTrace");
  const named = [type, message].filter(Boolean).join(": ");
  // A stack begins with the error's message.
  if (stack) return message && !stack.includes(message) ? `${named}\n${stack}` : stack;
  return named === "" ? undefined : named;
}
