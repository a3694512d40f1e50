import type { Evidence } from "../evidence";
import type { Line } from "../logLines";
import { wordings } from "../logs/wordings/wordings";
import { toldIn } from "../signs";

export const QUEUE_VARIABLES = ["MESSAGING_SQS_QUEUE_NAME", "MESSAGING_SQS_QUEUE_URL", "SQS_QUEUE_URL"];

/** The logger of another worker, in a combined log of several containers. */
const OTHER_WORKER = /^(?!.*MESSAGING).*-WORKER$/;

export const queueIn = (url: string) =>
  url
    .replace(/(?<!\/)\/+$/, "")
    .split("/")
    .at(-1) ?? url;
/** The queue that a line is about. */
export const queueNamedIn = (text: string) => wordings["queue-named"].pattern.exec(text)?.groups?.["queue"];

type Judge = (line: Line) => boolean;

/**
 * Detects lines about another system's queue: of another worker that writes to the same log, or of other jobs that the
 * API enqueues. An unknown name counts as another queue only where this side's own queue is known (from the worker's
 * start line or variables, or from a line of the same log that names a known queue), or where another worker logged it.
 * Otherwise it may be our queue, misspelt.
 */
export function othersQueues(evidence: Evidence, api: readonly Line[], worker: readonly Line[]): Judge {
  const started = toldIn(worker, "queue-of-messaging-start").map(({ values }) => values["queue"]);
  const workersOwn = [...started, ...configured(evidence.worker?.env)].filter(isName);
  const { name, url } = evidence.queue ?? {};
  const probed = [name, url && queueIn(url)].filter(isName);
  const known = new Set([...workersOwn, ...configured(evidence.api?.env), ...probed]);
  // This side may have used another queue before the send.
  const namesKnown = (lines: readonly Line[]) =>
    lines.some(({ text, record }) => !record.beforeSend && known.has(queueNamedIn(text) ?? ""));
  const isOwnKnown = {
    "api.logs": namesKnown(api),
    "worker.logs": workersOwn.length > 0 || namesKnown(worker),
  };
  const othersOwn = new Set(
    worker.filter(({ record }) => OTHER_WORKER.test(record.logger ?? "")).map(({ text }) => queueNamedIn(text)),
  );
  return ({ source, text }) => {
    const named = queueNamedIn(text);
    if (named === undefined || known.has(named)) return false;
    return isOwnKnown[source] || othersOwn.has(named);
  };
}

const isName = (value: string | undefined): value is string => Boolean(value);

const configured = (env: Record<string, string> | undefined) =>
  QUEUE_VARIABLES.flatMap((variable) => {
    const value = env?.[variable]?.trim();
    return value ? [queueIn(value)] : [];
  });
