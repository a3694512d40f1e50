import { isSuccess } from "../answers/answer";
import { isDispatchFailed } from "../answers/answerWords";
import type { Facts } from "../facts";
import { type Excerpt, clip, excerptAt, excerptOfTold } from "../logLines";
import { firstTold, isReason, isSaidIn } from "../signs";

/** Nothing arrived in the queue, as far as it was checked, and the worker received nothing either. */
export const isNothingQueued = ({ answer, queue, handled, rows }: Facts) =>
  isSuccess(answer) &&
  (answer.enqueued ?? 0) === 0 &&
  (queue.growth ?? 0) <= 0 &&
  handled.length === 0 &&
  !rows?.some((row) => row.success);

/** Where the dispatcher says that it waits. */
export function deferral(facts: Facts): Excerpt | undefined {
  const logged = firstTold(facts.api, "dispatch-deferred") ?? firstTold(facts.worker, "dispatch-deferred");
  if (logged) return excerptOfTold(logged);
  const row = facts.rows?.find((one) => isReason(one.failure_reason, "dispatch-deferred"));
  if (row) return excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`);
  return isSaidIn(facts.answer.text, "dispatch-deferred") ? excerptAt("api", clip(facts.answer.text)) : undefined;
}

/** Where the dispatcher says that it failed. */
export function failure(facts: Facts): Excerpt | undefined {
  const logged = firstTold(facts.api, "dispatch-failed");
  if (logged) return excerptOfTold(logged);
  return isDispatchFailed(facts.answer) ? excerptAt("api", clip(facts.answer.text)) : undefined;
}
