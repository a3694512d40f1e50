import { apiSignRules } from "../../../rules/apiSign";
import { noAnswerRule } from "../../../rules/noAnswer";
import { unreadApiErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const apiTimeout: Cause = {
  id: "api.timeout",
  outcome: "blocked",
  rank: 4,
  means: "The API did not answer in time. The request may have been handled all the same.",
  recognise: "No HTTP status; a time-out in `api.error`, status 408, or an elapsed time of ten seconds and more.",
  fixes: ["read-api-log", "check-before-resend"],
  needs: ["queue", "worker.logs"],
  en: {
    title: "The API did not answer in time",
    explanation:
      "There was no answer from the API[ after {seconds} s]. The request may have been handled all the same: look at the queue before sending again.",
  },
  ko: {
    title: "API가 제시간에 응답하지 않음",
    explanation:
      "API가 [{seconds}초 동안 ]응답하지 않았습니다. 요청은 처리되었을 수 있습니다. 다시 보내기 전에 큐를 확인하세요.",
  },
  rules: [noAnswerRule("timeout"), ...apiSignRules(["api-slow"]), unreadApiErrorRule("api.timeout")],
};
