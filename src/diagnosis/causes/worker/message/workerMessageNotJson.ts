import { toldRule } from "../../../rules/worker/toldRule";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { tells } from "../../../signs";
import type { Cause } from "../../cause";

/** What parsers say, whatever they parse. */
const JSON_ERRORS: ReadonlySet<string> = new Set(["message-json-decode", "message-json-token", "message-json-end"]);

export const workerMessageNotJson: Cause = {
  id: "worker.message-not-json",
  outcome: "blocked",
  rank: 7,
  means: "The queue's message is not JSON. The worker deleted it without a row.",
  recognise: "`Invalid JSON in message body`.",
  fixes: ["find-producer"],
  en: {
    title: "The queue's message is not JSON",
    explanation: "The worker could not parse the body.[ {fate} There is no row.]",
  },
  ko: {
    title: "큐의 메시지가 JSON이 아님",
    explanation: "워커가 본문을 해석하지 못했습니다.[ {fate} NotificationLog 행은 없습니다.]",
  },
  rules: [
    toldRule("line", "body-not-json"),
    workerSignRule("message-undecodable", {
      confidence: 0.9,
      values: () => ({}),
      // The unreadable text may also be the provider's reply.
      isOwn: ({ line, pattern }) => !JSON_ERRORS.has(pattern?.id ?? "") || tells(line, "about-a-body"),
    }),
  ],
};
