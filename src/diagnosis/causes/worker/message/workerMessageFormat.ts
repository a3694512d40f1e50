import { fieldNamesIn } from "../../../facts/rowReasons";
import { clip, sentence } from "../../../logLines";
import { toldRule } from "../../../rules/worker/toldRule";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { type Values, word } from "../../../texts/text";
import type { Cause } from "../../cause";

/** The field names of a payload, never its values. */
function shapeOf(payload: string): Values {
  const names = fieldNamesIn(payload);
  return names.length > 0 ? { fields: names.join(", ") } : { message: clip(payload, 100) };
}

export const workerMessageFormat: Cause = {
  id: "worker.message-format",
  outcome: "blocked",
  rank: 7,
  means: "Fields of the queue's message are missing. The worker deleted it without a row.",
  recognise: "`Invalid message format`.",
  fixes: ["find-producer"],
  en: {
    title: "Fields of the queue's message are missing",
    explanation:
      "The worker found no recipient or no text[; its fields are: {fields}][: {message}]. {fate} There is no row.",
    variants: { unknown: { title: "The worker does not know this message", explanation: "[{message}. ]{fate}" } },
  },
  ko: {
    title: "큐의 메시지에 필드가 없음",
    explanation:
      "수신번호나 본문이 없습니다[. 있는 필드: {fields}][: {message}]. {fate} NotificationLog 행은 없습니다.",
    variants: { unknown: { title: "워커가 모르는 메시지", explanation: "[{message}. ]{fate}" } },
  },
  rules: [
    toldRule("line", "body-incomplete", {
      values: ({ shape }) => (shape ? shapeOf(shape) : {}),
    }),
    workerSignRule("message-malformed", {
      confidence: 0.88,
      values: (_, said) => ({ message: sentence(said), fate: word("fate-deleted"), variant: "unknown" }),
    }),
  ],
};
