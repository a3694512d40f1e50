import { clip, excerptAt } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { lastWordRule } from "../../../rules/worker/lastWord";
import { workerSignRule } from "../../../rules/worker/workerSign";
import { isReason } from "../../../signs";
import type { Cause } from "../../cause";

const rowRule: Rule = {
  id: "row",
  evaluate(facts) {
    const row = facts.rows?.find(({ failure_reason }) => isReason(failure_reason, "module-missing"));
    if (!row) return undefined;
    const values = { module: "solapi", message: row.failure_reason && clip(row.failure_reason, 120) };
    return {
      confidence: 0.95,
      basis: "message",
      evidence: [excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`)],
      values,
    };
  },
};

export const workerModuleNotFound: Cause = {
  id: "worker.module-not-found",
  outcome: "blocked",
  rank: 8,
  means: "The image lacks a module.",
  recognise: "ModuleNotFoundError, ImportError, `solapi_not_installed`.",
  fixes: ["rebuild-image"],
  en: { title: "A module is missing", explanation: "The worker cannot import[ {module}][: {message}]." },
  ko: { title: "모듈이 없음", explanation: "워커가[ {module}] 모듈을 불러오지 못합니다[: {message}]." },
  rules: [
    lastWordRule("module-missing", {
      confidence: 0.95,
      values: ({ module = "" }, { text, record: { exception } }) => ({
        module: clip(module, 80),
        message: clip(exception ? `${exception.type}: ${exception.message}` : text, 120),
      }),
    }),
    rowRule,
    workerSignRule("handler-unknown", {
      confidence: 0.88,
      values: ({ line }, said) => ({ module: line.record.values["task"], message: clip(said, 160) }),
    }),
  ],
};
