import { type Known, regionIn } from "../../../facts/variableFacts";
import { excerptAt } from "../../../logLines";
import { awsErrorRules } from "../../../rules/awsErrorRules";
import { differ, isWaiting } from "../../../rules/queueSides";
import type { Rule } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import type { Cause } from "../../cause";

const sidesRule: Rule = {
  id: "sides",
  evaluate(facts) {
    const { regions, evidence } = facts;
    const url = evidence.queue?.url && regionIn(evidence.queue.url);
    const ofUrl: Known | undefined = url
      ? { value: url, from: "queue.url", evidence: excerptAt("queue.url", evidence.queue?.url ?? "") }
      : undefined;
    const ofQueue: Known | undefined = evidence.queue?.region
      ? {
          value: evidence.queue.region,
          from: "queue.region",
          evidence: excerptAt("queue.region", evidence.queue.region),
        }
      : undefined;
    const pairs: [Known | undefined, Known | undefined][] = [
      [regions.api, regions.worker],
      [ofUrl, regions.worker],
      [ofUrl, regions.api],
      [ofUrl, ofQueue],
      [ofQueue, regions.worker],
    ];
    const pair = pairs.find(([one, other]) => differ(one, other));
    const [one, other] = pair ?? [];
    if (!one || !other) return undefined;
    const isSeen =
      isWaiting(facts) ||
      firstTold(facts.worker, "queue-absent") ||
      firstTold(facts.api, "queue-absent") ||
      evidence.queue?.error;
    return {
      confidence: isSeen ? 0.92 : 0.8,
      basis: "state",
      evidence: [one.evidence, other.evidence],
      values: { one: one.from, oneRegion: one.value, other: other.from, otherRegion: other.value },
    };
  },
};

export const queueRegionMismatch: Cause = {
  id: "queue.region-mismatch",
  outcome: "blocked",
  rank: 8,
  means:
    "The API and the worker use different regions, the queue's URL is of another region than the configured one, or no region is set at all.",
  recognise: "The regions of both environments, of the queue's URL and of the log lines, compared; NoRegionError.",
  fixes: ["align-region"],
  en: {
    title: "The region is missing, or the regions differ",
    explanation:
      "[{one} says {oneRegion}, {other} says {otherRegion}. ][{side}: {message}. No region is set ({unset}). ][SQS said: {said}. ]A queue exists in one region only.",
    variants: {
      scope: {
        title: "The request was signed for the wrong region",
        explanation: "SQS refused the region in the signature[: {said}]. The keys may be right.",
      },
    },
  },
  ko: {
    title: "리전이 없거나 서로 다름",
    explanation:
      "[{one}: {oneRegion}, {other}: {otherRegion}. ][{side}: {message}. 리전({unset})이 설정되지 않았습니다. ][SQS 응답: {said}. ]큐는 한 리전에만 있습니다.",
    variants: {
      scope: {
        title: "다른 리전으로 서명된 요청",
        explanation: "SQS가 서명의 리전을 거절했습니다[: {said}]. 키는 맞을 수 있습니다.",
      },
    },
  },
  rules: [...awsErrorRules("queue.region-mismatch", "api", "worker", "probe"), sidesRule],
};
