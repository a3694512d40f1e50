import { excerptAt, excerptOfLine } from "../../../logLines";
import type { Rule } from "../../../rules/rule";
import { timed } from "../../../rules/worker/lineValues";
import { isReason, lastTold, toldByWords } from "../../../signs";
import type { Cause } from "../../cause";

const logRule: Rule = {
  id: "log",
  evaluate(facts) {
    const logged = lastTold(facts.worker, "credit-too-low");
    const row = facts.rows?.find(
      ({ failure_reason, success }) => !success && isReason(failure_reason, "credit-too-low"),
    );
    if (!logged && !row) return undefined;
    const evidence = [
      ...(logged ? [excerptOfLine(logged.line)] : []),
      ...(row ? [excerptAt("notificationLogs", `failure_reason=${row.failure_reason ?? ""}`)] : []),
    ];
    const value = (sign: "credit-left" | "credit-price", name: string) =>
      logged && toldByWords(logged.line, sign)?.values[name];
    const balance = value("credit-left", "balance") ?? facts.evidence.tenant?.credit_balance;
    const price = value("credit-price", "price");
    return {
      confidence: 0.96,
      basis: "message",
      evidence,
      values: { balance, price, tenant: facts.evidence.tenant?.code },
      isFinal: true,
      ...(logged && timed(logged.line)),
    };
  },
};

export const workerCreditInsufficient: Cause = {
  id: "worker.credit-insufficient",
  outcome: "blocked",
  rank: 8,
  means: "The tenant's own prepaid credit is below the price of the message. This is not Solapi's balance.",
  recognise: "`insufficient_balance` in the worker's log or in NotificationLog.",
  fixes: ["charge-credit"],
  en: {
    title: "The tenant's credit is too low",
    explanation:
      "[Credit {balance}][, price {price}]: the worker skipped the message. This is Tenant.credit_balance, not Solapi's balance.",
  },
  ko: {
    title: "테넌트 잔액(크레딧) 부족",
    explanation:
      "[크레딧 {balance}][, 단가 {price}]: 워커가 메시지를 건너뛰었습니다. Solapi 잔액이 아니라 Tenant.credit_balance입니다.",
  },
  rules: [logRule],
};
