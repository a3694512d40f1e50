import type { Facts } from "../../../facts";
import { excerptAt, timesOf } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { toldIn } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const attemptsIn = (facts: Facts) => {
  const logged = timesOf(toldIn(facts.worker, "retry-announced")) || timesOf(toldIn(facts.worker, "attempt-failed"));
  return Math.max(logged, (facts.rows ?? []).filter(({ success }) => success === false).length);
};

const CYCLES = 4;

const OLD_SECONDS = 3_600;

const cyclingRule: Rule = {
  id: "cycling",
  evaluate(facts) {
    const { evidence, queue } = facts;
    if (evidence.queue?.redrive !== null) return undefined;
    const attempts = attemptsIn(facts);
    const receives = toldIn(facts.worker, "receive-counted").map(({ values }) => Number(values["count"]));
    const most = Math.max(0, ...receives);
    const isOld =
      (queue.oldestAgeSeconds ?? 0) >= OLD_SECONDS && ((queue.visible ?? 0) > 0 || (queue.inFlight ?? 0) > 0);
    if (most < CYCLES && attempts < 2 && !(isOld && attempts > 0)) return undefined;
    if (facts.accepted && attempts < CYCLES) return undefined;
    return {
      confidence: most >= CYCLES || attempts >= CYCLES || isOld ? 0.9 : 0.8,
      basis: "message",
      evidence: [
        excerptAt("queue.redrive", word("no-redrive")),
        excerptAt("queue", `attempts ${attempts}, oldest ${queue.oldestAgeSeconds ?? "?"} s`),
      ],
      values: { age: queue.oldestAgeSeconds, attempts: Math.max(attempts, most) || undefined },
    };
  },
};

export const queueRedriveMissing: Cause = {
  id: "queue.redrive-missing",
  outcome: "blocked",
  rank: 3,
  means: "Failing messages cycle until they expire: the queue has no redrive policy.",
  recognise: "`redrive: null`, and the same message fails more often than any limit or is very old.",
  fixes: ["set-redrive"],
  en: {
    title: "Failing messages cycle: no redrive policy",
    explanation:
      "The queue has no redrive policy[, and its oldest message is {age} s old][; {attempts} failed attempts were seen]. A failing message is delivered again until it expires.",
  },
  ko: {
    title: "실패한 메시지가 계속 돎: redrive 정책 없음",
    explanation:
      "큐에 redrive 정책이 없습니다[. 가장 오래된 메시지는 {age}초 되었습니다][. 실패 시도 {attempts}회를 보았습니다]. 실패한 메시지는 만료될 때까지 다시 옵니다.",
  },
  rules: [cyclingRule],
};
