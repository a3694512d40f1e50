import { excerptAt } from "../../../logLines";
import { isLost, providerSignRule } from "../../../rules/providerSign";
import type { Rule } from "../../../rules/rule";
import { unreadErrorRule } from "../../../rules/unreadError";
import { workerSignRule } from "../../../rules/worker/workerSign";
import type { Cause } from "../../cause";
import { systemAnswered } from "../../systemAnswered";

const balanceRule: Rule = {
  id: "balance",
  evaluate(facts) {
    const balance = facts.evidence.provider?.balance;
    if (balance?.balance === undefined || balance.balance + (balance.point ?? 0) > 0 || facts.accepted)
      return undefined;
    const found = excerptAt("provider.balance", `balance=${balance.balance}, point=${balance.point ?? 0}`);
    const values = { balance: balance.balance };
    if (isLost(facts))
      return { confidence: 0.78, basis: "message", evidence: [found], values, notes: ["guessed-from-balance"] };
    return { confidence: 0.45, basis: "hint", evidence: [found], values };
  },
};

export const providerBalance: Cause = {
  id: "provider.balance",
  outcome: "blocked",
  rank: 8,
  means: "Solapi's prepaid balance is used up. This is not the tenant's credit.",
  recognise: "NotEnoughBalance, code 1030 or 2230.",
  fixes: ["charge-solapi"],
  needs: ["provider.messages"],
  en: {
    title: "Solapi's balance is used up",
    explanation:
      "[The provider answered {code}.][ It said: {message}.][Reported: {alone}.][ Balance: {balance} won.] This is the prepaid balance at the provider, not Tenant.credit_balance.",
    elsewhere: {
      title: "{system}: the balance is used up",
      explanation: `${systemAnswered.en} This is the account at the provider.`,
    },
  },
  ko: {
    title: "Solapi 잔액 부족",
    explanation:
      "[Solapi 응답은 {code}입니다.][ 내용: {message}.][내용: {alone}.][ 잔액: {balance}원.] Tenant.credit_balance가 아니라 Solapi의 선불 잔액입니다.",
    elsewhere: { title: "{system}: 잔액 부족", explanation: `${systemAnswered.ko} 발송 서비스 계정의 잔액입니다.` },
  },
  rules: [
    providerSignRule("provider.balance"),
    balanceRule,
    workerSignRule("provider-balance", { confidence: 0.88 }),
    unreadErrorRule("provider.balance"),
  ],
};
