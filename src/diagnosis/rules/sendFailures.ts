import { isSuccess } from "../answers/answer";
import type { Facts } from "../facts";
import { othersQueues } from "../facts/queueNames";
import type { Line } from "../logLines";
import { lastTold } from "../signs";

/** Caches the result, because thirty rules need it. */
const known = new WeakMap<Facts, (line: Line) => boolean>();

/** Whether a line is about a queue that is not this message's. */
export function isOthersQueue(facts: Facts, line: Line): boolean {
  const before = known.get(facts);
  const judge =
    before ?? othersQueues(facts.evidence, facts.api ?? [], [...facts.workerBefore, ...(facts.worker ?? [])]);
  if (!before) known.set(facts, judge);
  return judge(line);
}

/**
 * Whether the message was enqueued despite a failed attempt: the answer counts everyone as enqueued or, if it has no
 * count, a later line reports it.
 */
export function isEnqueuedAfterAll(facts: Facts, failed: Line): boolean {
  const { answer, api, evidence } = facts;
  if (answer.status !== undefined && !isSuccess(answer)) return false;
  if (answer.enqueued !== undefined) {
    const asked = evidence.request?.student_ids?.length ?? 1;
    return answer.enqueued > 0 && answer.enqueued + (answer.skipped ?? 0) >= asked;
  }
  const own = api?.filter((line) => !isOthersQueue(facts, line));
  const enqueued = lastTold(own, "job-queued");
  return enqueued !== undefined && enqueued.line.line > failed.line;
}
