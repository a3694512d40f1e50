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
  rules: [],
};
