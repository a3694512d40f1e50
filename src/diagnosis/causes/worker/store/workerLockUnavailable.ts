import { unreadErrorRule } from "../../../rules/unreadError";
import { isFailureOfStore, redisFixes } from "../../../rules/worker/storeAdvice";
import { said, toldRule } from "../../../rules/worker/toldRule";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isSaidIn, tells } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

export const workerLockUnavailable: Cause = {
  id: "worker.lock-unavailable",
  outcome: "blocked",
  rank: 7,
  means:
    "Redis is missing. The August 2026 generation then refuses to work; the March one goes on without its lock, and duplicates become possible.",
  recognise:
    "`Redis not available, REJECTING job`, `Redis unavailable, leaving message in SQS`; `Redis connection failed (will use DB fallback)` for the degraded case.",
  fixes: ["start-redis"],
  en: { title: "Redis is missing or refuses", explanation: "[{message}. ][{effect}]" },
  ko: { title: "Redis가 없거나 거절함", explanation: "[{message}. ][{effect}]" },
  rules: [
    toldRule("refusing", "lock-refuses", {
      values: (_, text) => ({
        ...said(_, text),
        effect: isSaidIn(text, "lock-demanded") ? word("lock-refusing") : undefined,
      }),
      fixes: redisFixes,
    }),
    toldRule("open", "lock-skipped", {
      confidence: 0.75,
      outcome: () => "degraded",
      values: (_, text) => ({ ...said(_, text), effect: word("lock-open") }),
      isLasting: true,
    }),
    workerSignRule("redis-refuses", {
      isOfStore: true,
      confidence: 0.88,
      fixes: redisFixes,
      isOwn: (told) =>
        told.pattern?.id === "redis-closed" ? tells(told.line, "about-a-broker") : isFailureOfStore(told),
    }),
    unreadErrorRule("worker.lock-unavailable"),
  ],
};
