import { type Facts, isMockSet } from "../../../facts";
import { type Excerpt, clip, excerptAt, excerptOfLine } from "../../../logLines";
import type { Rule, RuleHit } from "../../../rules/rule";
import { toldByWords } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const { mock, sent, calls } = facts;
    const mocked = [...mock, ...sent.filter(({ isMock }) => isMock).map(({ line }) => line)];
    const [first] = mocked;
    if (!first) return undefined;
    const real = calls.filter(({ status, method }) => status < 300 && method !== "GET");
    const isMixed = real.some((call) => sent.some(({ isMock, line }) => !isMock && line.line > call.line.line));
    const setting = isMockSet(facts);
    const group = mocked.map((line) => toldByWords(line, "mock-group")?.values["group"]).find(Boolean);
    const marker = clip(group ?? "[MockSolapi]", 80);
    return {
      confidence: isMixed ? 0.85 : 0.97,
      basis: "message",
      evidence: mocked.slice(0, 2).map((line) => excerptOfLine(line)),
      values: { setting: setting && `${setting}=${facts.evidence.worker?.env?.[setting] ?? ""}`, marker },
      ...(isMixed && { notes: ["mixed-instances"] as const satisfies RuleHit["notes"] }),
      isLasting: true,
    };
  },
};

const ownWord = ({ accepted }: Facts) => accepted?.isWorkersWord === true;

const settingRule: Rule = {
  id: "setting",
  evaluate(facts) {
    const setting = isMockSet(facts);
    if (!setting || facts.mock.length > 0 || facts.calls.length > 0 || (facts.accepted && !ownWord(facts)))
      return undefined;
    const value = `${setting}=${facts.evidence.worker?.env?.[setting] ?? ""}`;
    const evidence = [excerptAt(`worker.env.${setting}`, value), ...(facts.accepted?.evidence ?? [])];
    const isHandled = facts.accepted !== undefined;
    return {
      confidence: isHandled ? 0.92 : 0.6,
      basis: isHandled ? "message" : "hint",
      evidence,
      values: { setting: value },
      isLasting: true,
    };
  },
};

/** `send_sms ok` is also logged in mock mode. A real send logs the HTTP client's line before it. */
const noCallRule: Rule = {
  id: "no-http-line",
  evaluate(facts) {
    const { sent, calls, mock, records, rows } = facts;
    if (mock.length > 0 || calls.length > 0 || isMockSet(facts) || !ownWord(facts)) return undefined;
    const isNoRecord = records?.length === 0;
    const real = sent.find(({ isMock }) => !isMock);
    if (!real && !isNoRecord) return undefined;
    const evidence: Excerpt[] = real ? [excerptOfLine(real.line)] : [];
    if (rows?.some(({ success }) => success)) evidence.push(excerptAt("notificationLogs", "success=true"));
    if (isNoRecord) evidence.push(excerptAt("provider.messages", word("no-record")));
    const trace = word(real ? "no-http-line" : "no-provider-record");
    return {
      confidence: isNoRecord ? (real ? 0.85 : 0.75) : 0.6,
      basis: "message",
      evidence,
      values: { trace },
      isLasting: true,
    };
  },
};

export const workerMockMode: Cause = {
  id: "worker.mock-mode",
  outcome: "silent",
  rank: 9,
  means: "The worker runs in mock mode: nothing was sent, although the log says ok and the row says success.",
  recognise: "`[MockSolapi]`, `group_id=mock-…`, SOLAPI_MOCK or DEBUG set, or `send_sms ok` without an HTTP line.",
  fixes: ["unset-mock"],
  needs: ["provider.messages", "worker.env"],
  en: {
    title: "NOT SENT: the worker runs in mock mode",
    explanation:
      "[The worker has {setting}. ][The log shows {marker}. ][{trace}. ]Solapi was never called, although the log says ok and the row says success.",
  },
  ko: {
    title: "발송되지 않음: 워커가 mock 모드",
    explanation:
      "[워커의 설정: {setting}. ][로그에 나타난 표시: {marker}. ][{trace}. ]로그는 ok, 행은 성공이지만 Solapi는 호출되지 않았습니다.",
  },
  rules: [logRule, settingRule, noCallRule],
};
