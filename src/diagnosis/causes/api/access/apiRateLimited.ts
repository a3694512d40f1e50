import { clip } from "../../../logLines";
import { refusalRules } from "../../../rules/apiAnswer";
import { apiDecisionRule } from "../../../rules/apiDecision";
import { apiSignRules } from "../../../rules/apiSign";
import { unreadApiErrorRule } from "../../../rules/unreadError";
import type { Cause } from "../../cause";

export const apiRateLimited: Cause = {
  id: "api.rate-limited",
  outcome: "blocked",
  rank: 7,
  means: "Too many requests, or too many recipients in one request.",
  recognise: "Status 429, or a code that says throttled.",
  fixes: ["wait-and-retry"],
  en: {
    title: "Too many requests to the API",
    explanation: "[The API answered {status}.][ It says: {detail}.][ The API's log says: {logged}.]",
  },
  ko: {
    title: "API 요청이 너무 많음",
    explanation: "[API 응답은 {status}입니다.][ 내용: {detail}.][ API 로그 내용: {logged}.]",
  },
  rules: [
    ...refusalRules("api.rate-limited"),
    apiDecisionRule("held-for-quota"),
    ...apiSignRules(["api-limited"], (_, said) => ({ values: { detail: clip(said, 160) } })),
    unreadApiErrorRule("api.rate-limited"),
  ],
};
