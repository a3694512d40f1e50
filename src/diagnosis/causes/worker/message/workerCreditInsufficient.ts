import type { Cause } from "../../cause";

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
  rules: [],
};
