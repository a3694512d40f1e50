import type { Facts } from "../../../facts";
import { type Line, clip, excerptOfLine, sentence } from "../../../logLines";
import { weightOf } from "../../../logs/complaints";
import type { Sign } from "../../../logs/types";
import type { Rule } from "../../../rules/rule";
import { unreadErrorRule } from "../../../rules/unreadError";
import { lastWordRule } from "../../../rules/worker/lastWord";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isOver, reportsAny, tells } from "../../../signs";
import type { Cause } from "../../cause";

const NOT_REMOVED: ReadonlySet<Sign> = new Set<Sign>(["not-removed"]);

const isNotRemoved = (line: Line) => reportsAny(line, NOT_REMOVED);

const isWarned = ({ record: { pattern, exception, level } }: Line) =>
  exception !== undefined && level === "WARNING" && (pattern?.generation ?? "runtime") === "runtime";

const isUncaught = (line: Line): boolean => {
  const { pattern, exception } = line.record;
  if (pattern && pattern.generation !== "runtime") return false;
  const isBad = weightOf(line.record) >= 4 && exception !== undefined;
  return (
    isBad ||
    weightOf(line.record) >= 5 ||
    tells(line, "thrown-uncaught") ||
    (exception !== undefined && !line.record.level)
  );
};

/** Those of warnings count only where no error was logged. */
function failuresIn({ worker = [] }: Facts): Line[] {
  const isWorst = !worker.some(({ record }) => weightOf(record) >= 4);
  return worker.filter((line) => isUncaught(line) || isNotRemoved(line) || (isWorst && isWarned(line)));
}

/**
 * An uncaught exception in the worker's log, or a handled message that it could not delete. It explains a message only
 * if nothing better does. Exceptions in the backend's own log sentences are left to the rules for those sentences.
 */
const uncaughtRule: Rule = {
  id: "uncaught",
  evaluate(facts) {
    const failures = failuresIn(facts);
    const last = failures.findLast(({ record }) => record.exception) ?? failures.at(-1);
    if (!last || isOver(facts.worker, last)) return undefined;
    const isOfDeletion = isNotRemoved(last);
    // The verdict on the send says that the message comes again.
    if (isOfDeletion && facts.accepted) return undefined;
    const { exception } = last.record;
    return {
      confidence: 0.6,
      basis: "hint",
      evidence: [excerptOfLine(last)],
      values: {
        type: exception?.type,
        message: sentence(exception?.message ?? last.text),
        ...(isOfDeletion && { variant: "not-removed" }),
      },
      // Its message was handled before.
      ...(isOfDeletion && { outcome: "degraded" as const, notes: ["not-removed"] }),
      ...(last.at !== undefined && { at: last.at }),
    };
  },
};

export const workerException: Cause = {
  id: "worker.exception",
  outcome: "blocked",
  rank: 2,
  means: "An exception in the worker's own code, of no better known kind.",
  recognise: "`Unexpected error in main loop`, `Fatal error in Messaging Worker`, or a traceback.",
  fixes: ["read-worker-log"],
  en: {
    title: "An exception in the worker",
    explanation: "The worker's code raised[ {type}][: {message}]. A message that is delivered again fails again.",
    variants: {
      "not-removed": {
        title: "A handled message stays in the queue",
        explanation: "The worker could not remove it: {message}.",
      },
      unread: {
        title: "An error in the worker's log",
        explanation:
          "The log reports an error that no rule knows[: {message}]. Whether it stopped the message is not shown.",
      },
      handler: {
        title: "The worker could not handle the message",
        explanation: "[{message}. ]A message that is delivered again fails again while the reason remains.",
      },
    },
  },
  ko: {
    title: "워커 내부 예외",
    explanation: "워커 코드에서 예외가 났습니다[: {type}][: {message}]. 다시 전달된 메시지는 다시 실패합니다.",
    variants: {
      "not-removed": {
        title: "처리한 메시지가 큐에 남음",
        explanation: "워커가 메시지를 큐에서 삭제하지 못했습니다: {message}.",
      },
      unread: {
        title: "워커 로그의 오류",
        explanation:
          "어느 규칙도 모르는 오류가 로그에 있습니다[: {message}]. 이 오류로 메시지가 멈췄는지는 알 수 없습니다.",
      },
      handler: {
        title: "워커가 메시지를 처리하지 못함",
        explanation: "[{message}. ]이유가 남아 있는 동안 다시 전달된 메시지는 다시 실패합니다.",
      },
    },
  },
  rules: [
    lastWordRule("loop-failed", {
      confidence: 0.85,
      values: ({ reason }, { text, record: { exception } }) => ({
        type: exception?.type,
        message: clip(exception?.message ?? reason ?? text, 160),
      }),
    }), // It may have sent the message before its time was up.
    workerSignRule("child-timed-out", {
      confidence: 0.8,
      outcome: "ambiguous",
      notes: () => ["child-died"],
    }),
    workerSignRule("handler-failed", {
      confidence: 0.75,
      values: (_, said) => ({ message: sentence(said), variant: "handler" }),
    }),
    uncaughtRule,
    unreadErrorRule("worker.exception"),
  ],
};
