import { isSuccess } from "../../../answers/answer";
import { isEnqueueFailed } from "../../../answers/answerWords";
import type { FixId } from "../../../fixes/allFixes";
import { clip, excerptAt, excerptOfTold, sentence } from "../../../logLines";
import { answerValues } from "../../../rules/apiAnswer";
import type { Rule, RuleHit } from "../../../rules/rule";
import { isEnqueuedAfterAll, isOthersQueue } from "../../../rules/sendFailures";
import { type ToldSign, isSaidIn, lastTold } from "../../../signs";
import type { Cause } from "../../cause";

/** The line of a traceback that says it, without what stands before. */
const saidAt = ({ line, index }: ToldSign) => {
  const rest = line.all.slice(line.all.lastIndexOf("\n", index ?? 0) + 1);
  return rest.split("\n")[0] ?? line.text;
};

/** Whether a message of a FIFO queue lacks its group, or one of a standard queue has one. */
function groupFixes(said: string): FixId[] {
  if (isSaidIn(said, "group-unwanted")) return ["unfit-fifo"];
  return isSaidIn(said, "group-missing") ? ["fit-fifo"] : [];
}

const countsRule: Rule = {
  id: "counts",
  evaluate(facts) {
    const { answer, api, queue } = facts;
    const own = api?.filter((line) => !isOthersQueue(facts, line));
    const logged = lastTold(own, "enqueue-refused");
    const isSaid = (answer.status ?? 0) >= 500 && isSaidIn(answer.text, "enqueue-refused");
    if (facts.stoppedAt !== "queue" && !isSaid && !isEnqueueFailed(answer) && !(logged && (answer.enqueued ?? 0) === 0))
      return undefined;
    if (answer.scheduled || (answer.enqueued ?? 0) > 0 || (logged && isEnqueuedAfterAll(facts, logged.line)))
      return undefined;
    const isContradicted = (queue.growth ?? 0) > 0;
    const counts = excerptAt(
      "api",
      `${answer.status ?? ""} ${answer.enqueued === undefined ? clip(answer.detail) : `enqueued=0, skipped_no_phone=${answer.skipped ?? "?"}`}`,
    );
    return {
      confidence: isContradicted ? 0.7 : answer.skipped === undefined && !logged ? 0.78 : 0.92,
      basis: "message",
      evidence: [...(logged ? [excerptOfTold(logged)] : []), ...(answer.status === undefined ? [] : [counts])],
      values: {
        ...answerValues(facts),
        status: isSuccess(answer) ? answer.status : undefined,
        message: logged && sentence(saidAt(logged)),
        missing: api ? undefined : "api.logs",
        queue: facts.queues.api?.value ?? facts.evidence.queue?.name,
        region: facts.regions.api?.value ?? facts.evidence.queue?.region,
      },
      ...(logged && { fixes: groupFixes(logged.line.all) }),
      ...(isContradicted && { notes: ["contradicted-by-deeper"] as const satisfies RuleHit["notes"] }),
    };
  },
};

export const queueEnqueueFailed: Cause = {
  id: "queue.enqueue-failed",
  outcome: "blocked",
  rank: 2,
  means: "The API could not enqueue and swallowed the reason: it answers 200 all the same.",
  recognise:
    "200 with `enqueued: 0` and `skipped_no_phone: 0`, or `Failed to send message` in the API's log without a known code.",
  fixes: ["read-api-log", "check-queue-from-api"],
  needs: ["api.logs"],
  en: {
    title: "The API could not enqueue",
    explanation:
      "[The API answered {status} with enqueued 0 and skipped_no_phone 0. ]The queue did not take the message[: {message}].[ The reason is in the API's log ({missing}), which was not collected.]",
  },
  ko: {
    title: "API가 큐에 적재하지 못함",
    explanation:
      "[API 응답은 {status}, enqueued 0, skipped_no_phone 0입니다. ]큐가 메시지를 받지 않았습니다[: {message}].[ 이유는 API 로그({missing})에 있으나 수집되지 않았습니다.]",
  },
  rules: [countsRule],
};
