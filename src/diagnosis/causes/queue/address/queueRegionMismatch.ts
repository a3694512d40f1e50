import type { Cause } from "../../cause";

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
  rules: [],
};
