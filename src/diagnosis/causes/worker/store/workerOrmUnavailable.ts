import { isUnset } from "../../../facts/variableFacts";
import { excerptAt, excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { firstTold } from "../../../signs";
import { word } from "../../../texts/text";
import type { Cause } from "../../cause";

const noRowRule: Rule = {
  id: "no-row",
  evaluate(facts) {
    const { evidence, rows, worker, workerBefore, sent, signs, mock } = facts;
    const setting = evidence.worker?.env?.["DJANGO_SETTINGS_MODULE"];
    const lines = [...workerBefore, ...(worker ?? [])];
    const started = firstTold(lines, "worker-begun");
    const isSetUp = firstTold(lines, "django-ready");
    const isRecorded = worker === undefined && facts.accepted !== undefined;
    const wasSent = sent.length > 0 || signs.some(({ origin }) => origin === "log") || isRecorded;
    const isUnrecorded = rows !== undefined && rows.length === 0;
    if (isSetUp || mock.length > 0 || firstTold(worker, "row-unwritten") || firstTold(worker, "tenant-lookup-failed"))
      return undefined;
    const isStated = isUnset(setting);
    if (isStated && (rows?.length ?? 0) === 0) {
      const known = [
        excerptAt("worker.env.DJANGO_SETTINGS_MODULE", '""'),
        ...(isUnrecorded ? [excerptAt("notificationLogs", word("no-row"))] : []),
      ];
      const isSure = wasSent && isUnrecorded;
      return {
        confidence: isSure ? 0.93 : wasSent ? 0.8 : 0.5,
        basis: wasSent ? "message" : "hint",
        evidence: known,
        values: { setting: word("empty") },
        isLasting: true,
      };
    }
    if (setting !== undefined && !isStated) return undefined;
    if (!wasSent || !isUnrecorded) return undefined;
    const trace = word(started ? "started-without-setup" : "no-setup-line");
    const found = [
      excerptAt("notificationLogs", word("no-row")),
      ...(started ? [excerptOfLine(started.line)] : []),
      ...(facts.accepted?.evidence ?? []),
    ];
    return { confidence: started ? 0.85 : 0.7, basis: "message", evidence: found, values: { trace }, isLasting: true };
  },
};

export const workerOrmUnavailable: Cause = {
  id: "worker.orm-unavailable",
  outcome: "degraded",
  rank: 5,
  means: "DJANGO_SETTINGS_MODULE is not set for the worker: no tenant is looked up and nothing is recorded.",
  recognise: "No `Django setup done` before the start line, and no row although a message was sent.",
  fixes: ["set-django-settings"],
  needs: ["worker.env", "notificationLogs"],
  en: {
    title: "The worker records nothing: no Django settings",
    explanation:
      "[DJANGO_SETTINGS_MODULE is {setting}. ][{trace}. ]The message was handled, but no tenant was looked up and no row was written.",
  },
  ko: {
    title: "워커가 아무것도 기록하지 않음: Django 설정 없음",
    explanation:
      "[DJANGO_SETTINGS_MODULE: {setting}. ][{trace}. ]메시지는 처리되었지만 테넌트를 조회하지 않았고 행도 없습니다.",
  },
  rules: [noRowRule],
};
