import { excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { messageValues } from "../../../rules/worker/lineValues";
import { lastTold } from "../../../signs";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const found = lastTold(facts.worker, "row-unwritten");
    if (!found) return undefined;
    return {
      confidence: 0.92,
      basis: "message",
      evidence: [excerptOfLine(found.line)],
      values: messageValues(found.line),
      isLasting: true,
    };
  },
};

export const workerLogWriteFailed: Cause = {
  id: "worker.log-write-failed",
  outcome: "degraded",
  rank: 6,
  means: "The message was handled, but its NotificationLog row or the credit's repayment failed.",
  recognise: "`NotificationLog/rollback failed`, `create_notification_log failed`, `Send result persistence failed`.",
  fixes: ["check-database", "repair-credit"],
  en: {
    title: "The NotificationLog row could not be written",
    explanation: "[{message}. ]The message was handled; the row or the credit's repayment is missing.",
  },
  ko: {
    title: "NotificationLog 행을 쓰지 못함",
    explanation: "[{message}. ]메시지는 처리되었으나 행이나 환불이 빠졌습니다.",
  },
  rules: [logRule],
};
