import { clip, excerptAt, excerptOfTold, sentence } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { unreadErrorRule } from "../../../rules/unreadError";
import { messageValues, timed, wentOn } from "../../../rules/worker/lineValues";
import { databaseFixes, databaseVariant, isFailureOfStore } from "../../../rules/worker/storeAdvice";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isReason, lastTold, tells, toldIn } from "../../../signs";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const unable = lastTold(facts.worker, "step-failed-by-database");
    const refused =
      toldIn(facts.worker, "database-failed").findLast(({ line }) => !tells(line, "row-unwritten")) ??
      lastTold(facts.worker, "tenant-lookup-cut");
    const found = refused ?? unable;
    if (!found) return undefined;
    // A failed look-up alone does not stop the worker. It has a cause of its own.
    if (!unable && tells(found.line, "tenant-lookup-failed") && wentOn(facts)) return undefined;
    const evidence = [...(unable && unable !== found ? [excerptOfTold(unable)] : []), excerptOfTold(found)];
    const isSent = facts.accepted && facts.sent.some(({ line, isMock }) => !isMock && line.line < found.line.line);
    return {
      confidence: 0.93,
      basis: "message",
      evidence,
      values: { ...messageValues(found.line, found.index), ...databaseVariant(found.line.all) },
      fixes: databaseFixes(found.line.all),
      ...timed(found.line),
      // A failure of the store after the send does not undo the send.
      ...(isSent && { outcome: "degraded" as const, isLasting: true }),
    };
  },
};

const rowRule: Rule = {
  id: "row",
  evaluate(facts) {
    const row = facts.rows?.find(
      ({ failure_reason, success }) => !success && isReason(failure_reason, "database-failed"),
    );
    if (!row) return undefined;
    const reason = row.failure_reason ?? "";
    return {
      confidence: 0.85,
      basis: "message",
      evidence: [excerptAt("notificationLogs", `failure_reason=${reason}`)],
      values: { message: clip(reason, 160), ...databaseVariant(reason) },
      fixes: databaseFixes(reason),
    };
  },
};

export const workerDatabase: Cause = {
  id: "worker.database",
  outcome: "blocked",
  rank: 7,
  means: "The database cannot be reached or refuses the worker.",
  recognise: "Connection slots, password authentication, `DB connection failed at startup`, `deduct_credits failed`.",
  fixes: ["check-database"],
  en: {
    title: "The database refuses the worker",
    explanation: "[{message}. ]The message could not be handled.",
    variants: {
      unreached: {
        title: "The worker cannot reach the database",
        explanation: "[{message}. ]The message could not be handled.",
      },
      lost: {
        title: "The worker lost its connection to the database",
        explanation: "[{message}. ]The message could not be handled.",
      },
      schema: {
        title: "The database lacks a table or a column",
        explanation: "[{message}. ]The message could not be handled.",
      },
    },
  },
  ko: {
    title: "데이터베이스가 워커를 거절함",
    explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
    variants: {
      unreached: {
        title: "워커가 데이터베이스에 닿을 수 없음",
        explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
      },
      lost: { title: "워커의 데이터베이스 연결이 끊김", explanation: "[{message}. ]메시지를 처리하지 못했습니다." },
      schema: {
        title: "데이터베이스에 테이블이나 컬럼이 없음",
        explanation: "[{message}. ]메시지를 처리하지 못했습니다.",
      },
    },
  },
  rules: [
    logRule,
    rowRule,
    workerSignRule("database-refuses", {
      isOfStore: true,
      confidence: 0.9,
      values: ({ line }, said) => ({ message: sentence(said), ...databaseVariant(line.all) }),
      fixes: databaseFixes,
      isOwn: isFailureOfStore,
    }),
    unreadErrorRule("worker.database"),
  ],
};
