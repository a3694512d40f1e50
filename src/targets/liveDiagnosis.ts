import { codeOf, messageOf } from "../common/errors";
import type { Diagnosis } from "../diagnosis/diagnosis";
import type { Language } from "../diagnosis/findings";
import { diagnose } from "../diagnosis/verdict";
import type { SequencedEvent } from "../runtime/eventHub";
import type { TestSend } from "../runtime/faults/fault";
import type { SendRequest, StackClient } from "../runtime/stackClient";
import { withLocalCommands } from "./localFixes";
import { collectEvidence } from "./localEvidence";
import type { CollectedEvidence, SentMessage } from "./localEvidence";

/** Longer than this nobody waits; what is not decided by then is said to be undecided. */
const DECIDE_WITHIN_MS = 15_000;

/** The API's own answer is waited for so long: a page of the front end gives up earlier. */
const ANSWER_WITHIN_MS = 5_000;

/** A carrier's result after acceptance, which the backend never sees, is waited for so long. */
const CARRIER_WITHIN_MS = 1_500;

/** Where no event ends a message, the evidence is looked at again at these times after the send. */
const LOOK_AGAIN_MS = [1_000, 2_500, 5_000, 8_000, 11_000, DECIDE_WITHIN_MS] as const;

/** A verdict that is this sure is not waited on. */
const DECISIVE = 0.8;
const LIKELY = 0.7;

export type LiveStep = "sending" | "following" | "collecting";

export interface LiveDiagnosis extends CollectedEvidence {
  diagnosis: Diagnosis;
  sent: SentMessage;
}

export interface LiveOptions {
  language: Language;
  ignored?: readonly string[];
  signal?: AbortSignal;
  onStep?: (step: LiveStep) => void;
}

export interface LiveSend {
  tenantCode: string;
  request: SendRequest;
  /** Over the request, or instead of it: what shows a fault. */
  test?: TestSend;
}

/**
 * Sends a test message, follows it by its events, and decides as soon as the evidence does. A message that comes to no
 * end (no worker, no answer) is looked at again after 1, 2.5, 5 … s.
 */
export async function diagnoseSend(client: StackClient, send: LiveSend, options: LiveOptions): Promise<LiveDiagnosis> {
  const { signal, onStep } = options;
  const before = await client.snapshot(signal);
  const ended = new AbortController();
  const events = new EventWatch(
    client.events(before.seq, signal ? AbortSignal.any([signal, ended.signal]) : ended.signal),
  );
  try {
    onStep?.("sending");
    const sent: SentMessage = {
      sentAt: Date.now(),
      tenantCode: send.test?.via === "api" ? (send.test.tenantCode ?? send.tenantCode) : send.tenantCode,
      traceIds: [],
      lastLogIdBefore: before.data.lastLog?.id ?? 0,
      ...(before.queue.counts && { queueBefore: before.queue.counts }),
    };
    await deliver(client, send, sent);
    onStep?.("following");
    let last: LiveDiagnosis | undefined;
    const open = new Set(sent.traceIds);
    for (const lookAt of LOOK_AGAIN_MS) {
      const waitMs = sent.sentAt + lookAt - Date.now();
      const allEnded = open.size > 0 && (await events.untilEnded(open, waitMs));
      if (open.size === 0 && lookAt > LOOK_AGAIN_MS[0]) await events.silence(waitMs);
      signal?.throwIfAborted();
      onStep?.("collecting");
      const collected = await collectEvidence(client, sent, signal);
      const diagnosis = withLocalCommands(diagnose(collected.evidence, options));
      last = { ...collected, diagnosis, sent };
      if (allEnded || isDecisive(last)) return last;
    }
    return last!;
  } finally {
    ended.abort();
  }
}

function isDecisive({ diagnosis: { verdict }, evidence: { worker } }: LiveDiagnosis): boolean {
  // It is about to start again, and will then say why it ended.
  if (worker?.container?.state === "restarting" && !worker.logs) return false;
  // Ended for good: nothing more will be seen that could make it surer.
  const isOver = worker?.container?.state === "exited" || worker?.container?.state === "missing";
  const needed = isOver ? LIKELY : DECISIVE;
  return verdict.confidence >= needed && verdict.outcome !== "ok" && verdict.outcome !== "unknown";
}

async function deliver(client: StackClient, { tenantCode, request, test }: LiveSend, sent: SentMessage): Promise<void> {
  if (test?.via === "queue") {
    const { messageId, traceId } = await client.enqueue(test.body);
    sent.traceIds = [traceId ?? messageId];
    return;
  }
  sent.request = { ...request, ...test?.request };
  const startedAt = performance.now();
  try {
    sent.answer = await client.send(
      test?.tenantCode ?? tenantCode,
      sent.request,
      AbortSignal.timeout(ANSWER_WITHIN_MS),
    );
    sent.traceIds = sent.answer.traceIds;
  } catch (error) {
    const elapsedMs = Math.round(performance.now() - startedAt);
    const code = elapsedMs >= ANSWER_WITHIN_MS ? "ETIMEDOUT" : (codeOf((error as Error).cause) ?? codeOf(error) ?? "");
    sent.answer = { error: { code, message: messageOf(error) }, elapsedMs };
  }
}

/** Reads one stream of events for several questions. */
class EventWatch {
  readonly #events: AsyncGenerator<SequencedEvent>;
  #next: Promise<IteratorResult<SequencedEvent>> | undefined;

  constructor(events: AsyncGenerator<SequencedEvent>) {
    this.#events = events;
  }

  /** True when every message has come to an end; false when the time is up first. */
  async untilEnded(open: Set<string>, waitMs: number): Promise<boolean> {
    let deadline = Date.now() + waitMs;
    const accepted = new Set<string>();
    while (open.size > 0) {
      const event = await this.#within(deadline - Date.now());
      if (!event) return [...open].every((id) => accepted.has(id)) && accepted.size > 0;
      if (!open.has(event.traceId)) continue;
      if (event.type === "worker.logged" && event.details.success) {
        accepted.add(event.traceId);
        deadline = Math.min(deadline, Date.now() + CARRIER_WITHIN_MS);
      } else if (endsMessage(event) && !(accepted.has(event.traceId) && event.type === "queue.deleted")) {
        open.delete(event.traceId);
      }
    }
    return true;
  }

  async silence(waitMs: number): Promise<void> {
    await this.#within(waitMs);
  }

  async #within(ms: number): Promise<SequencedEvent | undefined> {
    if (ms <= 0) return undefined;
    this.#next ??= this.#events.next();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
    const result = await Promise.race([this.#next, late]);
    clearTimeout(timer);
    if (!result) return undefined;
    this.#next = undefined;
    return result.done ? undefined : result.value;
  }
}

/** Nothing decisive follows it: the carrier reported, a row says why not, or it is out of the worker's hands. */
export function endsMessage({ type }: SequencedEvent): boolean {
  switch (type) {
    case "worker.logged":
    case "worker.retrying":
    case "worker.dead-lettered":
    case "api.enqueue-failed":
    case "queue.dead-lettered":
    case "provider.delivered":
    case "provider.undelivered":
    case "queue.deleted":
      return true;
    default:
      return false;
  }
}
