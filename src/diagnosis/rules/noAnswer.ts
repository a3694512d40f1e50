import { whyNoAnswer } from "../answers/answerWords";
import { clip, excerptAt } from "../logLines";
import { answerValues } from "./apiAnswer";
import type { Rule } from "./rule";

/** The caller got no answer of the API: its error, or the status and time of what gave up in between. */
export const noAnswerRule = (kind: "timeout" | "unreachable"): Rule => ({
  id: "error",
  evaluate(facts) {
    const why = whyNoAnswer(facts.answer);
    if (why?.kind !== kind) return undefined;
    const { error, status, elapsedMs } = facts.answer;
    const said = error
      ? `${error.code} ${error.message}`.trim()
      : `${status ?? "no status"} after ${elapsedMs ?? "?"} ms`;
    return {
      confidence: why.isKnown ? 0.95 : 0.8,
      basis: "message",
      evidence: [excerptAt(error ? "api.error" : "api", said)],
      values: { ...answerValues(facts), error: clip(said, 160) },
    };
  },
});
