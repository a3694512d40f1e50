import type { Mark } from "../protocol";

export function markOfOutcome(outcome: string): Mark {
  switch (outcome) {
    case "ok":
      return "passed";
    case "degraded":
      return "degraded";
    case "blocked":
      return "stopped";
    case "silent":
      return "not-sent";
    case "skipped":
      return "skipped";
    default:
      return "unknown";
  }
}
