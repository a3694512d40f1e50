import { excerptAt } from "../logLines";
import { answerValues } from "./apiAnswer";
import type { Rule } from "./rule";

/** How many the API enqueued, and how many it skipped for want of a phone number. */
export const recipientCountRule = (cause: "api.no-recipients" | "api.recipients-skipped"): Rule => ({
  id: "counts",
  evaluate(facts) {
    const { enqueued, skipped = 0 } = facts.answer;
    if (enqueued === undefined || skipped === 0 || enqueued > 0 !== (cause === "api.recipients-skipped"))
      return undefined;
    const counts = excerptAt("api", `${facts.answer.status ?? 200} enqueued=${enqueued}, skipped_no_phone=${skipped}`);
    return {
      confidence: 0.95,
      basis: "message",
      evidence: [counts],
      values: { ...answerValues(facts), enqueued, skipped },
      isLasting: true,
    };
  },
});
