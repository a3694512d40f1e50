import { isTimedOutInside } from "../../../answers/answerWords";
import { excerptAt } from "../../../logLines";
import { answerValues } from "../../../rules/apiAnswer";
import { awsErrorRules } from "../../../rules/awsErrorRules";
import type { Rule } from "../../../rules/rule";
import { unreadErrorRule } from "../../../rules/unreadError";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const SLOW_MS = 5_000;

/** No error was logged, but the request hung first. A missing route to SQS looks like this from outside. */
const slowAnswerRule: Rule = {
  id: "slow-answer",
  evaluate(facts) {
    const { answer } = facts;
    const isNothing = facts.stoppedAt === "queue" || isTimedOutInside(answer);
    if (!isNothing || (answer.elapsedMs ?? 0) < SLOW_MS) return undefined;
    const slow = excerptAt(
      "api",
      `${answer.status ?? ""} after ${answer.elapsedMs ?? 0} ms, enqueued=${answer.enqueued ?? "?"}`,
    );
    return {
      confidence: 0.72,
      basis: "message",
      evidence: [slow],
      values: { ...answerValues(facts), side: word("api") },
    };
  },
};

export const queueEndpointUnreachable: Cause = {
  id: "queue.endpoint-unreachable",
  outcome: "blocked",
  rank: 5,
  means: "SQS cannot be reached from there.",
  recognise:
    "A connect time-out, `Could not connect to the endpoint URL`, ECONNREFUSED; or an API request that hung and then enqueued nothing.",
  fixes: ["open-route", "check-endpoint"],
  needs: ["api.logs"],
  en: {
    title: "SQS cannot be reached",
    explanation:
      "[{side}: ]no connection to the queue[ at {endpoint}][: {message}].[ The API's answer took {seconds} s, then nothing was enqueued.]",
    variants: {
      read: {
        title: "No answer from SQS",
        explanation:
          "[{side}: ]the request went out[ to {endpoint}], and no answer came[: {message}].[ The API's answer took {seconds} s and counted nothing as enqueued.]",
      },
    },
    elsewhere: {
      title: "{system} cannot be reached",
      explanation: "[{side}: ]no connection to the broker[ at {endpoint}][: {message}].",
    },
  },
  ko: {
    title: "SQS에 닿을 수 없음",
    explanation:
      "[{side}: ]큐에 연결하지 못했습니다[ ({endpoint})][: {message}].[ API 응답에 {seconds}초가 걸렸고 적재된 것이 없습니다.]",
    variants: {
      read: {
        title: "SQS의 응답이 없음",
        explanation:
          "[{side}: ]요청은 나갔고[ ({endpoint})] 응답이 오지 않았습니다[: {message}].[ API 응답에 {seconds}초가 걸렸고 적재된 것으로 세지 않았습니다.]",
      },
    },
    elsewhere: {
      title: "{system}: 연결할 수 없음",
      explanation: "[{side}: ]브로커에 연결하지 못했습니다[ ({endpoint})][: {message}].",
    },
  },
  rules: [
    ...awsErrorRules("queue.endpoint-unreachable", "api", "worker", "probe"),
    slowAnswerRule,
    unreadErrorRule("queue.endpoint-unreachable"),
  ],
};
